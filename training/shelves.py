"""Which lessons the stages of a preset find in the training folder's bank, if it has one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from training.bank import Bank, Banked, Kept, Shelf
from training.checkpoint import digest
from training.judge.school import SchoolLessons
from training.latents import TELLING
from training.lessons import Columns, SceneLessons, Source, smaller
from training.presets import Preset
from training.sitting import Plan
from training.tokenizer import saved as saved_tokenizer

Kind = Literal["scenes", "school"]

KINDS: tuple[Kind, ...] = ("scenes", "school")
ENOUGH = 40_000  #: whole pictures that an autoencoder keeps in a GPU's memory, 8 GB at 256 pixels
TINY = 8  #: pixels of those rows by which one mixture is told from another
FEW = 8  #: rows by which one way to render, or to caption, is told from another


def shelf(kind: Kind, preset: Preset, out: Path) -> Shelf:
    """What is rendered of a kind for a preset that has a bank."""
    assert preset.bank is not None
    size, settings = preset.diffusion.size, preset.bank
    make: SceneLessons | SchoolLessons
    if kind == "scenes":
        words = saved_tokenizer(out / "tokenizer")
        make, rows = SceneLessons(size, words, settings.captions, preset.captioner.longest), settings.scenes
    else:
        make, rows = SchoolLessons(size), settings.school
    folder = out / "bank" / f"{kind}-{told(make, settings.chunk)}"
    return Shelf(folder, make, rows // settings.chunk, settings.chunk)


def told(make: SceneLessons | SchoolLessons, chunk: int) -> str:
    """A name for what such rows are made of, in chunks of so many: the same in all processes on this machine."""
    many, few = replace(make, size=TINY)(0, TELLING), make(0, FEW)
    columns = [(name, one.shape, one.numpy().tobytes()) for some in (many, few) for name, one in sorted(some.items())]
    return digest(chunk, columns)


def shelves(preset: Preset, out: Path) -> list[Shelf]:
    """What is rendered for this preset; nothing where it has no bank."""
    return [] if preset.bank is None else [shelf(kind, preset, out) for kind in KINDS]


class Seen:
    """Keeps some columns of a chunk, and its pictures at `edge` pixels."""

    def __init__(self, edge: int, *names: str) -> None:
        self.edge, self.names = edge, names

    def __call__(self, columns: Columns) -> Columns:
        kept = {name: columns[name] for name in self.names or columns}
        return kept | {"pictures": smaller(columns["pictures"], self.edge)}


def opened(plan: Plan, kind: Kind, kept: Kept, most: int | None = None) -> Bank:
    """A shelf of the training folder's bank; `most`: rows, all of them unless given."""
    found = shelf(kind, plan.preset, plan.out)
    rows = found.chunks * found.rows
    return Bank(found.folder, plan.machine.device, min(rows, most or rows), kept)


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
