"""Latent channels added to nets that exist: both begin by doing what they did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from training import autoencoder, diffusion
from training.channels import with_latents
from training.presets import TOY
from training.sizes import sized_as
from training.warm import warm_autoencoder, warm_student

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
def test_a_denoiser_with_more_channels_says_of_the_old_ones_what_it_said() -> None:
    old = diffusion.build(TOY.diffusion).eval()
    new: UNet2DConditionModel = grown(old, diffusion.build(TOY.diffusion, 6))
    latents, context, t = torch.randn(2, 6, 8, 8), torch.randn(2, 7, 64), torch.tensor([100, 900])
    said = new(latents, t, encoder_hidden_states=context).sample
    assert torch.allclose(said[:, :4], old(latents[:, :4], t, encoder_hidden_states=context).sample, atol=1e-5)
    assert said[:, 4:].abs().max() == 0


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
def test_a_student_goes_on_with_more_channels(tmp_path: Path) -> None:
    old = diffusion.build(TOY.diffusion)
    old.save_pretrained(tmp_path / "student")
    student = diffusion.build(TOY.diffusion, 6)
    warm_student(student, tmp_path)
    assert torch.equal(student.conv_in.weight[:, :4], old.conv_in.weight)
    assert student.conv_in.weight[:, 4:].abs().max() == 0
