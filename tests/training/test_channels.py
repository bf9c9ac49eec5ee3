"""Latent channels added to nets that exist: both begin by doing what they did."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, DiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from training import autoencoder, diffusion
from training.anchor import Anchor
from training.card import defaults_of
from training.channels import with_latents
from training.clip import fresh_text_tower
from training.data.render import FONT
from training.distill import student_of
from training.export import export
from training.latents import visibility
from training.presets import PRESETS, TOY
from training.sizes import sized_as
from training.stages import train
from training.warm import WarmStartUnfit, warm_autoencoder, warm_denoiser, warm_student

pytestmark = pytest.mark.torch

PICTURES = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1)) * 2 - 1


def grown(old: torch.nn.Module, fresh: torch.nn.Module, was: int = 4, now: int = 6) -> torch.nn.Module:
    fresh.load_state_dict(with_latents(old.state_dict(), fresh.state_dict(), was, now))
    return fresh.eval()


@torch.no_grad()
def test_an_autoencoder_with_more_channels_keeps_the_old_ones_and_paints_the_same() -> None:
    old = autoencoder.build(TOY.autoencoder).eval()
    for layer in (old.quant_conv, old.post_quant_conv):  # so that channels are mixed, as training leaves them
        torch.nn.init.normal_(layer.bias)
    new: AutoencoderKL = grown(old, autoencoder.build(replace(TOY.autoencoder, latents=6)))
    was, now = old.encode(PICTURES).latent_dist, new.encode(PICTURES).latent_dist
    assert now.mode().shape == (2, 6, 8, 8)
    assert torch.allclose(now.mode()[:, :4], was.mode(), atol=1e-5)
    assert torch.allclose(now.logvar[:, :4], was.logvar, atol=1e-5)
    assert now.logvar[:, 4:].max() < -4, "the new channels begin almost without noise"
    assert now.mode()[:, 4:].std() > 0.01, "and say something, so that the decoder can learn from them"
    assert torch.allclose(new.decode(now.mode()).sample, old.decode(was.mode()).sample, atol=1e-5)


@torch.no_grad()
def test_a_denoiser_hears_more_channels_and_says_of_the_old_ones_what_it_said() -> None:
    old = diffusion.build(TOY.diffusion).eval()
    new: UNet2DConditionModel = grown(old, diffusion.build(TOY.diffusion, 6))
    latents, context, t = torch.randn(2, 6, 8, 8), torch.randn(2, 7, 64), torch.tensor([100, 900])
    alone = torch.cat([latents[:, :4], torch.zeros(2, 2, 8, 8)], dim=1)
    was, same, heard = (
        net(seen, t, encoder_hidden_states=context).sample
        for net, seen in ((old, latents[:, :4]), (new, alone), (new, latents))
    )
    assert torch.allclose(same[:, :4], was, atol=1e-5)
    assert (heard - same)[:, :4].abs().max() > 1e-3, "it hears the new channels"
    assert heard[:, 4:].abs().max() == 0, "and does not move them yet"


def test_weights_that_have_the_channels_already_are_left_alone() -> None:
    old = diffusion.build(TOY.diffusion).state_dict()
    assert with_latents(old, old, 4, 4) is old


def test_a_preset_with_more_channels_adds_them_and_holds_the_old_latents(tmp_path: Path) -> None:
    autoencoder.build(TOY.autoencoder).save_pretrained(tmp_path / "vae")
    wider = replace(TOY, autoencoder=replace(TOY.autoencoder, latents=6))
    settings = sized_as(wider, tmp_path).autoencoder
    assert settings.latents == 6 and sized_as(TOY, tmp_path).autoencoder.latents == 4
    stage = autoencoder.AutoencoderStage(settings)
    stage.anchor = warm_autoencoder(stage.vae, tmp_path)
    assert stage.losses(0)["shift"] < 1e-3, "nothing has gone anywhere yet"
    with torch.no_grad():
        stage.vae.quant_conv.bias[:4] += 1
    assert stage.losses(0)["shift"] > 0.9


def test_an_autoencoder_of_the_same_channels_is_free_to_move(tmp_path: Path) -> None:
    autoencoder.build(TOY.autoencoder).save_pretrained(tmp_path / "vae")
    assert warm_autoencoder(autoencoder.build(TOY.autoencoder), tmp_path) is None


@torch.no_grad()
def test_a_student_begins_with_what_the_one_before_had_learnt_beyond_its_teacher(tmp_path: Path) -> None:
    plain = diffusion.build(TOY.diffusion)
    taught = student_of(plain, 32)
    for weight in taught.parameters():
        weight.add_(0.1)
    plain.save_pretrained(tmp_path / "unet")
    taught.save_pretrained(tmp_path / "student")
    teacher = diffusion.build(TOY.diffusion, 6)
    student = student_of(teacher, 32)
    warm_student(student, tmp_path)
    moved = {name: value - teacher.state_dict().get(name, 0) for name, value in student.state_dict().items()}
    assert torch.allclose(moved.pop("conv_in.weight")[:, :4], torch.tensor(0.1), atol=1e-6)
    ends = (moved.pop("conv_out.weight"), moved.pop("conv_out.bias"))
    assert all(torch.allclose(end[:4], torch.tensor(0.1), atol=1e-6) and not end[4:].any() for end in ends)
    assert all(torch.allclose(value, torch.tensor(0.1), atol=1e-6) for value in moved.values())
    with pytest.raises(WarmStartUnfit, match="student"):
        warm_student(student_of(diffusion.build(replace(TOY.diffusion, channels=(32, 64))), 32), tmp_path)


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_a_whole_model_goes_on_with_more_channels(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, made = trained / "model", tmp_path / "made"
    wider = replace(TOY, autoencoder=replace(TOY.autoencoder, latents=6))
    monkeypatch.setitem(PRESETS, "toy", wider)
    for stage in ("autoencoder", "decoder", "adversary", "diffusion", "distill"):
        train(stage, "toy", None, tmp_path / "runs", start=start)
    export(sized_as(wider, start), tmp_path / "runs", made, defaults_of(start), "a test", start=start)

    pipe = DiffusionPipeline.from_pretrained(made)
    pipe.set_progress_bar_config(disable=True)
    (picture,) = pipe("a fox in the snow", num_inference_steps=2).images
    student = UNet2DConditionModel.from_pretrained(made / "student")
    assert picture.size == (64, 64)
    assert pipe.vae.config.latent_channels == pipe.unet.config.in_channels == student.config.out_channels == 6
    assert (made / "judge").is_dir() and (made / "captioner").is_dir(), "what looks at pictures is kept"
    assert not (made / "preview").exists(), "what looks at the old latents is not"
    said, before = (json.loads((folder / "card.json").read_text("utf-8")) for folder in (made, start))
    assert said["training"]["before"] == before["training"]


@torch.no_grad()
def test_the_denoiser_before_teaches_what_it_knew_where_much_noise_is() -> None:
    sizes = {"hidden_size": 64, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 1}
    words = CLIPTextConfig(vocab_size=9, bos_token_id=1, eos_token_id=2, **sizes)
    net, tower = diffusion.build(TOY.diffusion).eval(), CLIPTextModel(words).eval()
    anchor = Anchor(net, tower)
    noisy, velocity, ids = torch.randn(3, 6, 8, 8), torch.randn(3, 6, 8, 8), torch.tensor([[1, 5, 2]] * 3)
    t = torch.tensor([0.3, 0.75, 0.999])
    wanted = anchor.blended(velocity, noisy, ids, t, hold=1.0)
    said = net(noisy[:, :4], (t * 1000).long(), tower(input_ids=ids).last_hidden_state).sample
    assert torch.equal(wanted[:, 4:], velocity[:, 4:]), "of new channels it knows nothing"
    assert torch.equal(wanted[0], velocity[0]), "with little noise the picture itself is the better teacher"
    assert torch.allclose(wanted[1, :4], (velocity[1, :4] + said[1]) / 2, atol=0.05), "half way there"
    assert torch.allclose(wanted[2, :4], said[2], atol=0.05)


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
@pytest.mark.parametrize(("channels", "taught"), [(4, False), (6, True)])
def test_a_denoiser_with_more_channels_is_taught_by_the_one_before(trained: Path, channels: int, taught: bool) -> None:
    start = trained / "model"
    tokenizer, sized = CLIPTokenizer.from_pretrained(start / "tokenizer"), sized_as(TOY, start)
    unet, text = diffusion.build(sized.diffusion, channels), fresh_text_tower(sized.clip, tokenizer)
    anchor = warm_denoiser(unet, text, tokenizer, start)
    assert (anchor is not None) == taught
    assert anchor is None or not any(weight.requires_grad for weight in anchor.unet.parameters())


def test_channels_count_by_what_they_do_to_the_picture() -> None:
    vae = autoencoder.build(TOY.autoencoder).requires_grad_(False).eval()
    vae.post_quant_conv.weight[:, 0] = 0
    seen = visibility(vae, torch.randn(2, 4, 8, 8))
    assert seen[0] < 1e-3 < seen[1:].min()
    assert seen.mean() == pytest.approx(1)
