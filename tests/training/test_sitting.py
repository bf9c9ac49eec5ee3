"""A stage's folder holds the run of one thing: what comes of other weights makes way for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from training.checkpoint import holder, made_way, weights_in
from training.loop import Budget, Recipe
from training.presets import PRESETS
from training.sitting import Plan, finished

pytestmark = pytest.mark.torch
RECIPE = Recipe(learning_rate=1e-2, warmup=1)


class Pull:
    """Two numbers that are drawn to one."""

    def __init__(self) -> None:
        self.weight = nn.Parameter(torch.zeros(2))
        self.model: nn.Module = nn.ParameterDict({"weight": self.weight})

    def losses(self, step: int) -> dict[str, Tensor]:
        return {"loss": (self.weight - 1).square().sum()}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], None]:
        return {"away": float(self.losses(0)["loss"])}, None


def plan_in(out: Path, steps: int) -> Plan:
    return Plan(preset=PRESETS["toy"], budget=Budget(steps=steps), out=out)


def trained(out: Path, steps: int, *of: object) -> float:
    stage = Pull()

    def save(folder: Path) -> None:
        save_file(stage.model.state_dict(), folder / "pull.safetensors")

    return finished(plan_in(out, steps), stage, RECIPE, "pull", save, *of)["away"]


def test_what_comes_of_the_same_goes_on_and_what_comes_of_another_begins_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A student of another teacher, whose minutes are used up already, would never be trained."""
    one, other = nn.Linear(2, 2), nn.Linear(2, 2)
    first = trained(tmp_path, 5, one)
    assert trained(tmp_path, 9, one) < first
    assert capsys.readouterr().err == ""
    written = weights_in(tmp_path / "pull" / "model")
    assert trained(tmp_path, 5, other) == pytest.approx(first)
    (aside,) = tmp_path.glob("pull-*")
    assert weights_in(aside / "model") == written and (aside / "checkpoint.pt").is_file()
    assert str(aside) in capsys.readouterr().err


def test_a_run_that_does_not_say_what_it_comes_of_is_taken_for_this_one(tmp_path: Path) -> None:
    (tmp_path / "pull").mkdir()
    (tmp_path / "pull" / "checkpoint.pt").write_bytes(b"")
    assert made_way(tmp_path / "pull", "of-this") is None
    assert holder(tmp_path / "pull") == "of-this" and (tmp_path / "pull" / "checkpoint.pt").is_file()


def test_weights_are_named_by_what_they_are_and_not_by_where_they_lie(tmp_path: Path) -> None:
    names = []
    for folder, value in (("a", 0.0), ("b", 0.0), ("c", 1.0)):
        (tmp_path / folder).mkdir()
        save_file({"w": torch.full((2,), value)}, tmp_path / folder / "w.safetensors")
        names.append(weights_in(tmp_path / folder))
    assert names[0] == names[1] != names[2]
