"""Which lessons the stages of a preset find in the training folder's bank, if it has one."""

from __future__ import annotations

from pathlib import Path

from training.bank import Bank, Banked, Kept, Shelf
from training.judge.school import SchoolLessons
from training.lessons import Columns, SceneLessons, Source, smaller
from training.presets import Preset
from training.sitting import Plan
from training.tokenizer import saved as saved_tokenizer

ENOUGH = 40_000  #: whole pictures that an autoencoder keeps in a GPU's memory, 8 GB at 256 pixels


def shelves(preset: Preset, out: Path) -> list[Shelf]:
    """What is rendered for this preset; nothing where it has no bank."""
    if (wanted := preset.bank) is None:
        return []
    words = saved_tokenizer(out / "tokenizer")
    scenes = SceneLessons(preset.diffusion.size, words, wanted.captions, preset.captioner.longest)
    school = SchoolLessons(preset.diffusion.size)
    return [
        Shelf(out / "bank" / name, make, rows // wanted.chunk, wanted.chunk)
        for name, make, rows in (("scenes", scenes, wanted.scenes), ("school", school, wanted.school))
    ]


class Seen:
    """Keeps some columns of a chunk, and its pictures at `edge` pixels."""

    def __init__(self, edge: int, *names: str) -> None:
        self.edge, self.names = edge, names

    def __call__(self, columns: Columns) -> Columns:
        kept = {name: columns[name] for name in self.names or columns}
        return kept | {"pictures": smaller(columns["pictures"], self.edge)}


def opened(plan: Plan, shelf: str, kept: Kept, most: int | None = None) -> Bank:
    """A shelf of the training folder's bank; `most`: rows, all of them unless given."""
    assert plan.preset.bank is not None
    rows = {"scenes": plan.preset.bank.scenes, "school": plan.preset.bank.school}[shelf]
    return Bank(plan.out / "bank" / shelf, plan.machine.device, min(rows, most or rows), kept)


def scene_source(plan: Plan, edge: int, *names: str, seed: int, most: int | None = None) -> Source | None:
    """The bank's scenes with pictures of `edge` pixels and the columns named; seed: of the draws.

    None where there is no bank: there each stage makes its own."""
    if plan.preset.bank is None:
        return None
    return Banked(opened(plan, "scenes", Seen(edge, *names), most), seed)


def pictures(plan: Plan, *, seed: int) -> Source | None:
    """The same for an autoencoder: whole pictures of its size, and no words."""
    return scene_source(plan, plan.preset.autoencoder.size, "squares", seed=seed, most=ENOUGH)


def school_source(plan: Plan) -> Source | None:
    """The same for the judge."""
    settings = plan.preset.judge
    return Banked(opened(plan, "school", Seen(settings.size)), settings.seed) if plan.preset.bank else None
