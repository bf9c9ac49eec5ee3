"""Chinese learns from English: Chinese captions alone are taught, by as much as is asked, where a model goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor
from transformers import CLIPTokenizer

from training import stages
from training.data.render import FONT
from training.lessons import tokens
from training.loop import Budget
from training.presets import TOY
from training.sitting import Plan
from training.tokenizer import build
from training.trajectories import captioned
from training.tutor import Tutor, han_tokens

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore::DeprecationWarning:torch")]
CAPTIONS = ("a fox in the snow", "一只狐狸在雪地里", "", "cyberpunk 猫")
CHINESE = torch.tensor([False, True, False, True])


@pytest.fixture(scope="module")
def words() -> CLIPTokenizer:
    return build()


def test_a_caption_is_chinese_where_a_token_is_a_han_character(words: CLIPTokenizer) -> None:
    han = han_tokens(words)
    assert len(han) == len(words)
    assert torch.equal(han[tokens(words, CAPTIONS)].any(dim=1), CHINESE)


@pytest.mark.parametrize("share", [0.0, 0.75, 1.0])
def test_chinese_captions_alone_are_taught_and_by_their_share(words: CLIPTokenizer, share: float) -> None:
    draw = torch.Generator().manual_seed(1)
    velocity, noisy = torch.randn(2, 4, 4, 8, 8, generator=draw)
    ids, english, t = tokens(words, CAPTIONS), tokens(words, ["a fox"] * 4), torch.linspace(0, 0.9, 4)

    def says(latents: Tensor, under: Tensor, at: Tensor) -> Tensor:
        assert torch.equal(latents, noisy[CHINESE]) and torch.equal(at, t[CHINESE])
        assert torch.equal(under, english[CHINESE])
        return torch.ones_like(latents)

    taught = Tutor(han_tokens(words), share).blended(velocity, noisy, t, ids, english, says)
    assert torch.equal(taught[~CHINESE], velocity[~CHINESE])
    assert torch.allclose(taught[CHINESE], (1 - share) * velocity[CHINESE] + share)


def test_where_nothing_is_chinese_the_net_is_not_asked(words: CLIPTokenizer) -> None:
    velocity, ids = torch.zeros(1, 4, 8, 8), tokens(words, ["a fox"])

    def says(*_: Tensor) -> Tensor:
        raise AssertionError("asked")

    assert Tutor(han_tokens(words), 1).blended(velocity, velocity, torch.zeros(1), ids, ids, says) is velocity


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_a_denoiser_that_goes_on_is_tutored_and_one_from_nothing_is_not(trained: Path, tmp_path: Path) -> None:
    begun = stages.diffusion_stage(Plan(preset=TOY, budget=Budget(steps=1), out=trained))
    (tmp_path / "tokenizer").symlink_to(trained / "tokenizer")
    going_on = stages.diffusion_stage(Plan(preset=TOY, budget=Budget(steps=1), out=tmp_path, start=trained / "model"))
    assert begun.tutor is None and going_on.tutor is not None
    untutored, learnt = begun.losses(0), going_on.losses(0)
    assert all(torch.isfinite(losses["loss"]) for losses in (untutored, learnt))


def test_roads_are_told_in_both_languages(words: CLIPTokenizer) -> None:
    told = captioned(0, 40)
    assert told == captioned(0, 20) + captioned(20, 20)
    ids = (tokens(words, side) for side in zip(*told, strict=True))
    english, chinese = (han_tokens(words)[side].any(dim=1) for side in ids)
    assert not english.any() and chinese.all()
