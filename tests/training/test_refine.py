"""A student that follows its reward uphill, and the rule that keeps or discards it."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel
from torch import Tensor

from tests.training.toy import nets
from training.checkpoint import claimed, digest
from training.data.graph import Scene, Thing
from training.data.render import FONT
from training.distill import Walker, student_of
from training.export import best_student
from training.later_stages import refine
from training.loop import Budget, Recipe, Run
from training.matching import as_drawn
from training.pictures import generator
from training.presets import TOY
from training.refine import RefineSettings, RefineStage
from training.sitting import Plan, StageMissing
from training.tokenizer import build

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]
SETTINGS = RefineSettings(batch=8, unseen=4)
RECIPE = Recipe(learning_rate=3e-4, warmup=1, ema=0.8)


def constant(pictures: Tensor, captions: object, chosen: object) -> Tensor:
    return torch.zeros(len(pictures))


def made(settings: RefineSettings = SETTINGS) -> RefineStage:
    """On nets that have learnt nothing, the same at every call."""
    torch.set_num_threads(1)
    toy = nets(build())
    walker = Walker.of(toy.teacher, student_of(toy.teacher.unet, 32), 4)
    return RefineStage(settings, walker, toy.tokenizer, toy.vae, constant, constant)


@pytest.fixture
def stage() -> RefineStage:
    return made()


def test_the_drawings_of_unseen_captions_are_found_more_often(tmp_path: Path) -> None:
    stage = made(replace(SETTINGS, stay=(0.0,) * 4))
    run = Run(stage, RECIPE, Budget(steps=16), tmp_path)

    def found() -> float:
        with torch.no_grad():
            return sum(stage.losses(step)["found"].item() for step in range(1000, 1004))

    before = found()
    strayed = [run.advance()["strayed"].item() for _ in range(16)]
    assert strayed[0] == 0 < strayed[-1]
    assert found() > before


def test_every_step_of_the_road_is_told_what_to_do(stage: RefineStage) -> None:
    stage.losses(0)["loss"].backward()
    weights = dict(stage.learner.named_parameters())
    assert all(weights[name].grad.abs().sum() > 0 for name in ("conv_in.weight", "conv_out.weight"))
    assert not any(weight.requires_grad for weight in stage.before.net.parameters())


def test_pictures_are_those_of_the_students_own_road(stage: RefineStage) -> None:
    with torch.no_grad():
        noise, ids = stage._begun(["a fox"], generator(1))
        road, strayed = stage._road(noise, ids, torch.tensor([SETTINGS.scale]))
    assert torch.equal(stage.paint(stage.learner, ["a fox"], generator(1)), road) and not strayed.any()
    assert stage.pictures(road).shape == (1, 3, 64, 64)


def test_half_of_the_way_is_gone(stage: RefineStage) -> None:
    before = {name: value.clone() for name, value in stage.learner.state_dict().items()}
    with torch.no_grad():
        for weight in stage.learner.parameters():
            weight += 1
    for share in (0.0, 0.5, 1.0):
        stage.settings = replace(SETTINGS, share=share)
        result = stage.result().state_dict()
        assert all(torch.allclose(result[name], value + share) for name, value in before.items())


FOX = Thing("fox", 0.5, 0.5, 0.5)
BLUE = {"things": (FOX, replace(FOX, tint="blue"))}


@pytest.mark.parametrize("change", [{"style": "neon"}, {"time": "night"}, {"weather": "fog"}, BLUE])
def test_a_drawing_that_looks_otherwise_is_not_asked_for(change: dict[str, Any]) -> None:
    scene = Scene("snow", "day", (FOX,), 1)
    assert as_drawn(scene) and not as_drawn(replace(scene, **change))


def test_what_is_kept_is_of_this_student_alone(trained: Path, tmp_path: Path) -> None:
    """A refinement goes into the model only with the student that it was made of."""
    student = UNet2DConditionModel.from_pretrained(trained / "distill" / "model")
    refined = copy.deepcopy(student)
    refined.conv_out.bias.data += 1
    for name, net in (("distill", student), ("refine", refined)):
        net.save_pretrained(tmp_path / name / "model")
    claimed(tmp_path / "refine" / "model", digest(student))
    shipped = best_student(tmp_path, tmp_path / "none")
    assert shipped is not None and torch.equal(shipped.conv_out.bias, refined.conv_out.bias)
    student.conv_out.bias.data -= 1
    student.save_pretrained(tmp_path / "distill" / "model")
    shipped = best_student(tmp_path, tmp_path / "none")
    assert shipped is not None and torch.equal(shipped.conv_out.bias, student.conv_out.bias)
    assert best_student(tmp_path / "none", tmp_path / "none") is None


def test_the_student_of_a_model_is_refined_and_the_judge_decides(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, out = trained / "model", tmp_path / "runs"
    shutil.copytree(trained / "tokenizer", out / "tokenizer")
    opinions = iter((0.5, 0.4, 0.5, 0.6))
    monkeypatch.setattr(RefineStage, "evaluate", lambda *_: ({"reward": 0.0, "held_out": next(opinions)}, None))
    plan = Plan(preset=TOY, budget=Budget(steps=2), out=out, start=start)
    student = UNet2DConditionModel.from_pretrained(start / "student", torch_dtype=torch.float32)
    worse = refine(plan)
    assert worse["kept"] == 0 and worse["held_out_before"] == 0.5
    shipped = best_student(out, start)
    assert shipped is not None and digest(shipped) == digest(student)
    shutil.rmtree(out / "refine")
    assert refine(plan)["kept"] == 1
    shipped = best_student(out, start)
    assert shipped is not None and digest(shipped) != digest(student)


def test_it_says_what_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StageMissing, match="refine needs"):
        refine(Plan(preset=TOY, budget=Budget(steps=2), out=tmp_path))
