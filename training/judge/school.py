"""What the judge learns from: scenes of every kind, those combinations among them that the painter never saw."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.scene import Mix, Scene, draw, kind_of
from training.judge.targets import Targets, targets
from training.lessons import Columns
from training.pictures import levels

FIRST = 50_000_000_000  #: first scene, far from those that the other stages see
SCHOOL = Mix(
    kinds=(
        ("nothing", 0.01), ("single", 0.36), ("count", 0.16), ("pair", 0.2), ("dressed", 0.16), ("crowd", 0.05),
        ("three", 0.06),
    ),
    tinted=0.4, time=0.3, weather=0.25, style=0.35,
)  #: more of what is rare in training  # fmt: skip


def drawn(first: int, count: int, mix: Mix = SCHOOL) -> list[Scene]:
    """Scenes of every kind, held out or not."""
    return [_drawn(seed, mix) for seed in range(first, first + count)]


def _drawn(seed: int, mix: Mix) -> Scene:
    rng = Random(f"judge {seed}")
    return draw(rng, mix, seed, kind_of(rng, mix))


@dataclass(frozen=True, slots=True)
class SchoolLessons:
    """Rows of renders, (n, 3, size, size) uint8 in `pictures`, and their `Targets`, flattened to columns."""

    size: int  #: pixels

    def __call__(self, first: int, count: int) -> Columns:
        chosen = drawn(FIRST + first, count)
        return {"pictures": levels(chosen, self.size), **flattened(targets(chosen))}


def flattened(wanted: Targets) -> Columns:
    """The targets as columns."""
    labels = {f"label {name}": column for name, column in wanted.labels.items()}
    whole = {f"whole {name}": column for name, column in wanted.whole.items()}
    return {"heat": wanted.heat, "edge": wanted.edge, **labels, **whole}


def unflattened(columns: Columns) -> Targets:
    """The targets in these columns."""
    labels, whole = (
        {name.removeprefix(start): column for name, column in columns.items() if name.startswith(start)}
        for start in ("label ", "whole ")
    )
    return Targets(columns["heat"], columns["edge"], labels, whole)


def roughened(pictures: Tensor, rng: torch.Generator) -> Tensor:
    """Blur, noise, contrast and light of random strength, so that the judge looks at shapes and not at how sharp
    renders are."""
    device = pictures.device
    factor = int(torch.randint(1, 4, (), generator=rng, device=device))
    if factor > 1:
        small = F.interpolate(pictures, scale_factor=1 / factor, mode="bilinear", antialias=True)
        pictures = F.interpolate(small, size=pictures.shape[-2:], mode="bilinear")
    noise, contrast, light = torch.rand(3, len(pictures), 1, 1, 1, generator=rng, device=device)
    grain = 0.1 * noise * torch.randn(pictures.shape, generator=rng, device=device)
    changed: Tensor = pictures * (0.8 + 0.4 * contrast) + 0.2 * (light - 0.5) + grain
    return changed
