"""Low-rank additions on Storybook and on SD and SDXL shapes: they learn, stay small, and stock diffusers loads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import DiffusionPipeline
from PIL import Image

from tests.models.tiny import PIPELINES
from training.loop import Budget, Recipe, Run
from training.lora import LoraSettings, LoraStage, lessons
from training.noising import noised
from training.pictures import generator

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore::DeprecationWarning:torch")]

STORYBOOK = Path(__file__).resolve().parents[2] / "models" / "storybook"
STRIPES = [
    Image.linear_gradient("L").resize((64, 64)).rotate(90 * turn).convert("RGB").point(lambda v: 255 - v)
    for turn in range(3)
]


def tiny(family: str, folder: Path) -> Any:
    return PIPELINES[family](folder)


@pytest.mark.parametrize("family", ["sd", "sdxl"])
def test_every_shape_learns(family: str, tmp_path: Path) -> None:
    pipeline = tiny(family, tmp_path / "model")
    stage = LoraStage(LoraSettings(rank=4, batch=3), pipeline, lessons(pipeline, STRIPES, ["a stripe"] * 3))
    run = Run(stage, Recipe(learning_rate=2e-2, warmup=2, ema=0.5), Budget(steps=25), tmp_path / "run")
    with torch.no_grad():
        before = stage.evaluate(stage.model)[0]["loss"]
    while run.progress < 1:
        run.advance()
    with torch.no_grad():
        after = stage.evaluate(run.averaged())[0]["loss"]
    assert after < before
    stage.save(tmp_path / "lora")
    assert list((tmp_path / "lora").glob("*.safetensors"))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_another_tool_loads_what_storybook_learnt(tmp_path: Path) -> None:
    pipeline = DiffusionPipeline.from_pretrained(STORYBOOK, dtype=torch.float32)
    stage = LoraStage(LoraSettings(rank=4, batch=2), pipeline, lessons(pipeline, STRIPES, ["a fox"] * 3))
    run = Run(stage, Recipe(learning_rate=1e-3, warmup=1, ema=0.5), Budget(steps=3), tmp_path / "run")
    while run.progress < 1:
        run.advance()
    stage.save(tmp_path / "lora")
    other = DiffusionPipeline.from_pretrained(STORYBOOK, dtype=torch.float32)
    latents = torch.randn(1, other.unet.config.in_channels, 16, 16, generator=generator(1))
    words = other.encode_prompt("a fox", "cpu", 1, False)[0]
    with torch.no_grad():
        plain = other.unet(latents, 500, words).sample
        other.load_lora_weights(tmp_path / "lora")
        loaded, ours = other.unet(latents, 500, words).sample, stage.unet(latents, 500, words).sample
    assert torch.allclose(loaded, ours, atol=1e-5)
    assert (loaded - plain).abs().max() > 1e-4


def test_a_checkpoint_holds_the_additions_alone(tmp_path: Path) -> None:
    pipeline = tiny("sd", tmp_path / "model")
    stage = LoraStage(LoraSettings(rank=2), pipeline, lessons(pipeline, STRIPES[:1], ["a stripe"]))
    kept = sum(value.numel() for value in stage.model.state_dict().values())
    assert kept < 0.2 * sum(part.numel() for part in pipeline.unet.parameters())


@pytest.mark.parametrize("predicts", ["epsilon", "v_prediction"])
def test_the_target_leads_back_to_the_clean_picture(predicts: str) -> None:
    from diffusers import DDIMScheduler

    scheduler, draw = DDIMScheduler(prediction_type=predicts), generator(3)
    clean, noise = (torch.randn(4, 4, 8, 8, generator=draw) for _ in range(2))
    noisy, wanted, t = noised(scheduler, clean, noise, draw)
    for row in range(4):
        made = scheduler.alphas_cumprod[t[row]]
        if predicts == "epsilon":
            back = (noisy[row] - (1 - made).sqrt() * wanted[row]) / made.sqrt()
        else:
            back = made.sqrt() * noisy[row] - (1 - made).sqrt() * wanted[row]
        assert torch.allclose(back, clean[row], atol=1e-2)


def test_an_unknown_objective_is_refused() -> None:
    from diffusers import DDIMScheduler

    scheduler = DDIMScheduler(prediction_type="sample")
    with pytest.raises(ValueError, match="sample"):
        noised(scheduler, torch.zeros(1, 4, 8, 8), torch.zeros(1, 4, 8, 8), generator(1))
