"""The small autoencoder for previews: it learns, and stock diffusers and the painter's previews take it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderTiny

from models.latents import scaled
from models.preview import Previewer
from tests.training.toy import nets
from training.data.render import FONT
from training.loop import Budget, Recipe, Run, fit
from training.presets import TOY
from training.preview import PreviewSettings, PreviewStage, build
from training.tokenizer import build as build_tokenizer

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]
SMALL = PreviewSettings(width=8, blocks=(1, 1, 1, 1), batch=4, crop=32, size=64)


def test_it_learns_and_previews(tmp_path: Path) -> None:
    vae = nets(build_tokenizer(["a fox in the snow"])).vae
    stage = PreviewStage(SMALL, vae)
    before = float(stage.losses(0)["pixel"].detach())
    run = Run(stage, Recipe(learning_rate=3e-3, warmup=2, ema=0.9), Budget(steps=30), tmp_path / "run")
    assert fit(run)["psnr"] > 3
    assert float(stage.losses(0)["pixel"].detach()) < 0.8 * before
    stage.tiny.save_pretrained(tmp_path / "preview")
    tiny = AutoencoderTiny.from_pretrained(tmp_path / "preview")
    (picture,) = Previewer(vae, scaled(vae.config), tiny).images(torch.randn(1, 4, 8, 8))
    assert picture.size == (64, 64)


def test_equal_seeds_begin_alike() -> None:
    one, other = build(TOY.preview), build(TOY.preview)
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
