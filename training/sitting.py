"""One sitting of one stage: what it is given, how it is run in its folder, and where its result goes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from training.checkpoint import digest, made_way, replaced, weights_in
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

    def started_with(self, part: str) -> str | None:
        """A name for the weights of that part of the model to go on from, where it has it."""
        folder = None if self.start is None else self.start / part
        return weights_in(folder) if folder is not None and folder.is_dir() else None

    @property
    def tokenizer(self) -> Path:
        return self.out / "tokenizer"


def run_of(plan: Plan, stage: Stage, recipe: Recipe, name: str, *of: object) -> Run:
    """The run in the stage's folder, at the point that its checkpoint has reached.

    of: what it comes of, nets or names of weights. A run of something else makes way, with what it has learnt."""
    folder = plan.out / name
    if plan.machine.first and (aside := made_way(folder, digest(*of))) is not None:
        sys.stderr.write(f"{folder} held a run that comes of other weights or parts; it is {aside} now.\n")
    plan.machine.wait()
    return Run(stage, recipe, plan.budget, folder, plan.machine)


def fitted(plan: Plan, stage: Stage, recipe: Recipe, name: str, *of: object) -> tuple[Run, Numbers]:
    """Train a stage in its folder, see `run_of`. Returns the run, and its last evaluation's numbers."""
    run = run_of(plan, stage, recipe, name, *of)
    return run, fit(run)


def finished(
    plan: Plan, stage: Stage, recipe: Recipe, name: str, save: Callable[[Path], object], *of: object
) -> Numbers:
    """Train a stage in its folder, see `run_of`, and fill its model folder with the averaged weights. Returns the last
    numbers."""
    run, numbers = fitted(plan, stage, recipe, name, *of)
    run.averaged()
    write(plan, name, save)
    return numbers


def write(plan: Plan, name: str, save: Callable[[Path], object]) -> None:
    """Fill the stage's model folder, from the first process alone; the others go on when it is there."""
    if plan.machine.first:
        replaced(plan.out / name / "model", save)
    plan.machine.wait()
