"""Going on from a model that exists, also where the vocabulary and the positions have grown since."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import CLIPModel, CLIPVisionConfig, CLIPVisionModel, VisionEncoderDecoderModel

from training import captioner
from training.card import defaults_of
from training.clip import build as build_clip
from training.data.render import FONT
from training.export import export, renew
from training.judge import Judge
from training.lessons import tokens
from training.loop import Budget
from training.presets import CPU, PRESETS, TOY, PresetName
from training.sitting import Plan
from training.sizes import sized_as
from training.stages import STAGES, train
from training.tokenizer import END, build, corpus
from training.warm import WarmStartUnfit, carried_positions, carried_tokens, pieces, warm_captioner, warm_clip

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]

SMALL = build(["a fox in the snow", "一只狐狸"])
LARGE = build(["a fox in the snow", "一只狐狸", "a snowy owl", "猫头鹰"])


def test_a_known_token_keeps_its_embedding_and_a_new_one_is_the_mean_of_its_pieces() -> None:
    was, now = SMALL.get_vocab(), LARGE.get_vocab()
    old = torch.randn(len(was), 4)
    new = carried_tokens(old, was, now)
    for token, row in now.items():
        if token in was:
            assert torch.equal(new[row], old[was[token]]), token
    assert pieces("owl" + END, was) == ["o", "w", "l" + END]
    owl = torch.stack([old[was["o"]], old[was["w"]], old[was["l" + END]]]).mean(dim=0)
    assert torch.allclose(new[now["owl" + END]], owl)


def test_pieces_spell_their_token() -> None:
    was = SMALL.get_vocab()
    for token in LARGE.get_vocab():
        found = pieces(token, was)
        assert "".join(found) == token or "".join(piece.removesuffix(END) for piece in found) == token
        assert set(found) <= set(was)


def test_positions_beyond_the_old_ones_start_as_the_last() -> None:
    old = torch.randn(3, 4)
    new = carried_positions(old, 5)
    assert torch.equal(new[:3], old) and torch.equal(new[3], old[2]) and torch.equal(new[4], old[2])
    assert torch.equal(carried_positions(old, 2), old[:2])


@torch.no_grad()
def test_a_grown_vocabulary_leaves_the_meaning_of_old_captions(tmp_path: Path) -> None:
    before, after = build_clip(TOY.clip, SMALL).eval(), build_clip(TOY.clip, LARGE).eval()
    before.save_pretrained(tmp_path / "clip")
    SMALL.save_pretrained(tmp_path / "clip")
    warm_clip(after, LARGE, tmp_path)
    said = ["a fox in the snow", "一只狐狸"]
    old = before.get_text_features(input_ids=tokens(SMALL, said)).pooler_output
    new = after.get_text_features(input_ids=tokens(LARGE, said)).pooler_output
    assert torch.allclose(old, new, atol=1e-5)


def test_the_whole_chain_goes_on_from_a_model_folder(trained: Path, tmp_path: Path) -> None:
    numbers = train("all", "toy", None, tmp_path, start=trained / "model")
    assert numbers["diffusion"]["loss"] > 0
    assert (tmp_path / "model" / "card.json").is_file()


def test_a_stage_alone_takes_what_it_needs_from_the_folder(trained: Path, tmp_path: Path) -> None:
    train("diffusion", "toy", None, tmp_path, start=trained / "model")
    assert (tmp_path / "diffusion" / "checkpoint.pt").is_file()
    assert not (tmp_path / "autoencoder").exists()


def test_any_preset_goes_on_with_the_sizes_of_the_model(trained: Path) -> None:
    sized = sized_as(CPU, trained / "model")
    assert replace(sized.clip, batch=TOY.clip.batch) == TOY.clip
    assert sized.diffusion.channels == TOY.diffusion.channels and sized.diffusion.size == TOY.diffusion.size
    assert sized.diffusion.text_width == TOY.diffusion.text_width and sized.diffusion.plain == TOY.diffusion.plain
    assert sized.decoder.channels == TOY.decoder.channels and sized.decoder.size == TOY.decoder.size
    assert replace(sized.captioner, batch=TOY.captioner.batch, size=TOY.captioner.size) == TOY.captioner
    assert sized.judge.width == TOY.judge.width
    assert sized.diffusion_recipe == CPU.diffusion_recipe and sized_as(CPU, None) == CPU


@pytest.mark.parametrize("preset", ["cpu", "gpu"])
def test_no_preset_cuts_more_out_of_a_picture_than_the_model_paints(preset: PresetName, trained: Path) -> None:
    sized = sized_as(PRESETS[preset], trained / "model")
    assert [s.size for s in (sized.autoencoder, sized.decoder, sized.preview)] == [64, 64, 64]
    assert [s.crop for s in (sized.autoencoder, sized.decoder, sized.preview)] == [64, 64, 64]


@pytest.mark.parametrize("stage", ["decoder", "adversary", "preview"])
def test_a_preset_of_larger_pictures_trains_a_model_of_small_ones(stage: str, trained: Path, tmp_path: Path) -> None:
    start = trained / "model"
    plan = Plan(preset=sized_as(CPU, start), budget=Budget(steps=1), out=tmp_path, start=start)
    assert STAGES[stage](plan)["psnr"] > 0


def test_a_captioner_goes_on_with_a_grown_vocabulary(trained: Path, tmp_path: Path) -> None:
    grown = build([*corpus(), "a quokka", "短尾矮袋鼠"])
    grown.save_pretrained(tmp_path / "tokenizer")
    train("captioner", "toy", None, tmp_path, start=trained / "model")
    made = VisionEncoderDecoderModel.from_pretrained(tmp_path / "captioner" / "model")
    assert made.decoder.get_input_embeddings().num_embeddings == len(grown)


def test_a_captioner_with_other_eyes_gives_its_words_alone(tmp_path: Path) -> None:
    """As those had that saw with a copy of CLIP's vision tower."""
    new = captioner.build(TOY.captioner, Judge(8), SMALL)
    seeing = CLIPVisionConfig(hidden_size=64, intermediate_size=64, num_hidden_layers=1, num_attention_heads=1)
    old = VisionEncoderDecoderModel(encoder=CLIPVisionModel(seeing), decoder=deepcopy(new.decoder))
    torch.nn.init.normal_(old.decoder.transformer.wpe.weight)
    captioner.save(old, SMALL, tmp_path / "captioner")
    before = {name: value.clone() for name, value in new.encoder.state_dict().items()}
    warm_captioner(new, SMALL, tmp_path)
    assert torch.equal(new.decoder.transformer.wpe.weight, old.decoder.transformer.wpe.weight)
    assert all(torch.equal(value, before[name]) for name, value in new.encoder.state_dict().items())


def test_a_part_that_was_trained_on_takes_its_place_in_the_model(trained: Path, tmp_path: Path) -> None:
    start, made = trained / "model", tmp_path / "made"
    for stage in ("judge", "decoder"):
        train(stage, "toy", None, tmp_path, start=start)
    renew(start, tmp_path, made, replace(defaults_of(start), steps=7))

    def weights(folder: Path, part: str) -> dict[str, Tensor]:
        (path,) = (folder / part).glob("*.safetensors")
        return load_file(path)

    for part, changed in {"judge": True, "vae": True, "captioner": False, "clip": False}.items():
        was, now = weights(start, part), weights(made, part)
        assert was.keys() == now.keys()
        assert any(not torch.equal(was[name], now[name]) for name in was) == changed, part
    cards = [json.loads((folder / "card.json").read_text("utf-8")) for folder in (start, made)]
    assert cards[0] | {"default_steps": 7} == cards[1]


def test_a_denoiser_that_was_trained_on_keeps_what_sees_the_same_latents(trained: Path, tmp_path: Path) -> None:
    start = trained / "model"
    shutil.copytree(trained / "tokenizer", tmp_path / "tokenizer")
    train("diffusion", "toy", None, tmp_path, start=start)
    export(sized_as(TOY, start), tmp_path, tmp_path / "made", defaults_of(start), "a test", start=start)
    parts = {path.name for path in start.iterdir()}
    assert {path.name for path in (tmp_path / "made").iterdir()} == parts - {"student"}  # it is the old denoiser's


def test_an_export_that_would_change_nothing_or_too_much_says_so(trained: Path, tmp_path: Path) -> None:
    start = trained / "model"
    with pytest.raises(ValueError, match="Nothing has been trained"):
        renew(start, tmp_path, tmp_path / "made", defaults_of(start))
    with pytest.raises(ValueError, match="latents of its own"):
        renew(start, trained, tmp_path / "made", defaults_of(start))
    with pytest.raises(FileNotFoundError, match="card"):
        renew(tmp_path, tmp_path, tmp_path / "made", defaults_of(start))
    assert not (tmp_path / "made").exists()


def test_a_model_that_is_none_is_not_gone_on_from(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no model that this training made"):
        train("judge", "toy", None, tmp_path, start=tmp_path / "misspelt")


def test_a_model_of_other_sizes_is_refused_by_name(tmp_path: Path) -> None:
    build_clip(replace(TOY.clip, width=128), SMALL).save_pretrained(tmp_path / "clip")
    SMALL.save_pretrained(tmp_path / "clip")
    fresh: CLIPModel = build_clip(TOY.clip, SMALL)
    with pytest.raises(WarmStartUnfit, match="CLIP model"):
        warm_clip(fresh, SMALL, tmp_path)
