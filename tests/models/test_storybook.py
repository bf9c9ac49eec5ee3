"""The embedded model through the same door as any other: it paints what it is told, and varies it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import models
from models.card import ModelCard
from models.device import choose_device
from models.loading import load
from models.order import PaintOrder
from models.painting import Painter
from models.ranking import scores_of
from tests.models.comparing import apart, farthest

FOLDER = Path(models.__file__).parent / "storybook"
pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not (FOLDER / "model_index.json").is_file(), reason="the weights are not in this tree"),
]

FOX = PaintOrder(
    prompt="a fox in the snow", width=256, height=256, steps=8, guidance_scale=4.0, seed=7, candidates=2
)  # fmt: skip
PENGUIN = "一只企鹅在海滩上"


@pytest.fixture(scope="module")
def storybook() -> Painter:
    clip, preview = (str(FOLDER / part) for part in ("clip", "preview"))
    card = ModelCard(
        name="storybook", source=str(FOLDER), clip=clip, tiny_vae=preview, native_size=256, dtype="fp32"
    )  # fmt: skip
    return load(card, choose_device("cpu"))


def test_everything_can_be_asked_of_it(storybook: Painter) -> None:
    can = storybook.abilities
    assert can.previews and can.stop and can.vary and can.clip_guidance and can.ranking and can.negative_prompt


def test_it_paints_what_it_is_told_in_both_languages(storybook: Painter) -> None:
    assert storybook.clip
    foxes, penguins = storybook.paint(FOX), storybook.paint(replace(FOX, prompt=PENGUIN))
    for prompt, right, wrong in ((FOX.prompt, foxes, penguins), (PENGUIN, penguins, foxes)):
        ours, theirs = (scores_of(storybook.clip, prompt, pictures) for pictures in (right, wrong))
        assert min(ours) > max(theirs)


def test_the_last_preview_looks_like_the_picture(storybook: Painter) -> None:
    seen: list[list[Image.Image]] = []
    pictures = storybook.paint(FOX, lambda step: seen.append(step.preview()))
    assert len(seen) == FOX.steps
    assert 0 < apart(seen[-1], pictures) < 8 < apart(seen[0], pictures)


def test_the_same_words_and_seed_give_the_same_picture(storybook: Painter) -> None:
    first, second = storybook.paint(FOX)
    assert farthest([second], storybook.paint(replace(FOX, candidates=1, offset=1))) <= 2
    assert apart([first], [second]) > 1


def test_a_variation_resembles_its_tile_and_is_not_equal_to_it(storybook: Painter) -> None:
    tile = storybook.paint(replace(FOX, candidates=1))[0]
    other = storybook.paint(replace(FOX, seed=99, candidates=1))[0]
    subtle, strong = (storybook.vary(replace(FOX, seed=12), tile, strength) for strength in ("subtle", "strong"))
    assert 0 < apart(subtle, [tile] * 2) < apart(strong, [tile] * 2)
    assert apart(subtle, [tile] * 2) < apart([other], [tile])
