"""One sitting of one stage: what it is given, how it is run in its folder, and where its result goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from training.checkpoint import replaced
from training.loop import Budget, Recipe, Run, Stage, fit
from training.machine import Machine
from training.presets import Preset

Numbers = dict[str, float]


class StageMissing(Exception):
    """A stage was asked for before one that it builds on."""

    def __init__(self, stage: str, needs: str) -> None:
        super().__init__(f"{stage} needs {needs}, which has not been trained in this folder.")
        self.stage, self.needs = stage, needs


def trained(out: Path, stage: str, start: Path | None, part: str) -> Path:
    """The folder of the model that a stage made in `out`; else that part of the model that training went on from."""
    made = out / stage / "model"
    return made if made.is_dir() or start is None else start / part


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One sitting of one stage."""

    preset: Preset
    budget: Budget
    out: Path  #: the training folder
    pictures: Path | None = None  #: an owner's folder of captioned pictures, for those stages that learn from one
    start: Path | None = None  #: a model folder to go on from, where the stage has no checkpoint yet
    machine: Machine = field(default_factory=Machine)

    def needed(self, stage: str, needs: str, part: str) -> Path:
        """The folder of the model that an earlier stage made, or else that part of the model to go on from."""
        folder = trained(self.out, needs, self.start, part)
        if not folder.is_dir():
            raise StageMissing(stage, needs)
        return folder

    @property
    def tokenizer(self) -> Path:
        return self.out / "tokenizer"


def fitted(plan: Plan, stage: Stage, recipe: Recipe, name: str, evaluate_seconds: float = 300) -> tuple[Run, Numbers]:
    """Train a stage in its folder. Returns the run, and its last evaluation's numbers."""
    run = Run(stage, recipe, plan.budget, plan.out / name, plan.machine)
    return run, fit(run, evaluate_seconds=evaluate_seconds)


def finished(plan: Plan, stage: Stage, recipe: Recipe, name: str, save: Callable[[Path], object]) -> Numbers:
    """Train a stage in its folder, and fill its model folder with the averaged weights. Returns the last numbers."""
    run, numbers = fitted(plan, stage, recipe, name)
    run.averaged()
    write(plan, name, save)
    return numbers


def write(plan: Plan, name: str, save: Callable[[Path], object]) -> None:
    """Fill the stage's model folder, from the first process alone; the others go on when it is there."""
    if plan.machine.first:
        replaced(plan.out / name / "model", save)
    plan.machine.wait()
