"""Low-rank additions on Storybook and on SD and SDXL shapes: they learn, stay small, and stock diffusers loads them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import DiffusionPipeline
from PIL import Image

from tests.models.tiny import PIPELINES, saved
from tests.training.toy import ends_alike
from training.loop import Budget, Recipe, Run, report
from training.lora import LoraSettings, LoraStage, LoraUnfit, held_back, lessons, refuse_unfit, spread
from training.metrics import Metrics
from training.noising import noised
from training.pictures import generator

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore::DeprecationWarning:torch")]

STORYBOOK = Path(__file__).resolve().parents[2] / "models" / "storybook"
STRIPES = [
    Image.linear_gradient("L").resize((64, 64)).rotate(90 * turn).convert("RGB").point(lambda v: 255 - v)
    for turn in range(3)
]


def tiny(family: str, folder: Path) -> Any:
    """The same at every call."""
    torch.manual_seed(7)
    return PIPELINES[family](folder)


def shades(count: int) -> list[Image.Image]:
    """As many different pictures."""
    return [Image.new("RGB", (64, 64), (8 * shade, 255 - 8 * shade, 128)) for shade in range(count)]


def stage_of(family: str, folder: Path, pictures: list[Image.Image], settings: LoraSettings) -> LoraStage:
    pipeline = tiny(family, folder)
    return LoraStage(settings, pipeline, lessons(pipeline, pictures, [f"picture {i}" for i in range(len(pictures))]))


@pytest.mark.parametrize("family", ["sd", "sdxl"])
def test_every_shape_learns(family: str, tmp_path: Path) -> None:
    pipeline = tiny(family, tmp_path / "model")
    stage = LoraStage(LoraSettings(rank=4, batch=3), pipeline, lessons(pipeline, STRIPES, ["a stripe"] * 3))
    run = Run(stage, Recipe(learning_rate=2e-2, warmup=2, ema=0.5), Budget(steps=25), tmp_path / "run")
    with torch.no_grad():
        before, untaught = stage.evaluate(stage.model)
    while run.progress < 1:
        run.advance()
    with torch.no_grad():
        after, grid = stage.evaluate(run.averaged())
    assert after["seen_loss"] < before["seen_loss"]
    assert grid.size == untaught.size == (128, 128) and grid.tobytes() != untaught.tobytes()
    stage.save(tmp_path / "lora")
    assert list((tmp_path / "lora").glob("*.safetensors"))


@pytest.mark.parametrize(("pictures", "kept"), [(1, 0), (9, 0), (10, 1), (39, 3), (200, 16)])
def test_one_picture_in_ten_is_held_back(pictures: int, kept: int) -> None:
    rows = held_back(pictures, seed=9)
    assert len(set(rows)) == kept and set(rows) <= set(range(pictures))
    assert rows == held_back(pictures, seed=9)


def test_what_is_held_back_is_measured_and_never_taught(tmp_path: Path) -> None:
    settings, pictures = LoraSettings(rank=2, batch=8, samples=1, sample_steps=1), shades(12)
    stage = stage_of("sd", tmp_path, pictures, settings)
    (row,) = held_back(12, settings.seed)
    other = stage_of("sd", tmp_path, [*pictures[:row], STRIPES[0], *pictures[row + 1 :]], settings)
    assert [stage.losses(step)["loss"].item() for step in range(4)] == [
        other.losses(step)["loss"].item() for step in range(4)
    ]
    with torch.no_grad():
        (ours, _), (theirs, _) = stage.evaluate(stage.model), other.evaluate(other.model)
    assert ours["held_back"] == 1 and "seen_loss" not in ours
    assert ours["loss"] != theirs["loss"]


def test_few_pictures_are_all_taught_and_the_number_says_so(tmp_path: Path) -> None:
    stage = stage_of("sd", tmp_path, shades(9), LoraSettings(rank=2, samples=1, sample_steps=1))
    assert len(stage.taught) == 9
    with torch.no_grad():
        numbers, _ = stage.evaluate(stage.model)
    assert numbers.keys() == {"seen_loss", "held_back"} and numbers["held_back"] == 0


def test_the_samples_captions_are_different_where_they_can_be() -> None:
    assert spread(["fox", "cat", "owl"] * 4, 3) == ["fox", "cat", "owl"]
    assert spread([str(i) for i in range(8)], 4) == ["0", "2", "4", "6"]
    assert spread(["fox", "owl"], 4) == ["fox", "fox", "owl", "owl"]


@pytest.mark.parametrize("family", ["sd", "sdxl"])
def test_an_evaluation_is_repeated_exactly_and_moves_nothing(family: str, tmp_path: Path) -> None:
    stage = stage_of(family, tmp_path, shades(10), LoraSettings(rank=2, batch=2))
    before, state = stage.losses(3)["loss"].item(), torch.get_rng_state()
    with torch.no_grad():
        (numbers, grid), (again, same) = stage.evaluate(stage.model), stage.evaluate(stage.model)
    assert numbers == again and grid.tobytes() == same.tobytes()
    assert stage.losses(3)["loss"].item() == before and torch.equal(torch.get_rng_state(), state)


def test_an_interrupted_run_ends_as_one_that_was_not(tmp_path: Path) -> None:
    def begin(folder: str) -> Run:
        stage = stage_of("sd", tmp_path / "model", shades(12), LoraSettings(rank=2, batch=2, sample_steps=2))
        run = Run(stage, Recipe(learning_rate=1e-2, warmup=1, ema=0.9), Budget(steps=6), tmp_path / folder)
        if folder == "parts":
            with closing(Metrics(run.folder)) as metrics:
                report(run, metrics)
        return run

    ends_alike(begin, 6, 3)
    assert list((tmp_path / "parts").glob("samples-*.png"))


@pytest.mark.parametrize("family", ["flux", "sd3"])
def test_a_pipeline_without_a_unet_is_refused(family: str, tmp_path: Path) -> None:
    with pytest.raises(LoraUnfit, match=r"(Flux|StableDiffusion3)Pipeline.*no U-Net"):
        refuse_unfit(saved(family, tmp_path))


def test_storybook_and_what_is_shaped_like_it_is_not_refused(tmp_path: Path) -> None:
    for model in (STORYBOOK, saved("sd", tmp_path), saved("sdxl", tmp_path)):
        refuse_unfit(model)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_another_tool_loads_what_storybook_learnt(tmp_path: Path) -> None:
    pipeline = DiffusionPipeline.from_pretrained(STORYBOOK, dtype=torch.float32)
    settings = LoraSettings(rank=4, batch=2, samples=2, sample_steps=1)
    stage = LoraStage(settings, pipeline, lessons(pipeline, STRIPES, ["a fox"] * 3))
    run = Run(stage, Recipe(learning_rate=1e-3, warmup=1, ema=0.5), Budget(steps=3), tmp_path / "run")
    while run.progress < 1:
        run.advance()
    assert stage.evaluate(stage.model)[1].size == (256, 512)
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
