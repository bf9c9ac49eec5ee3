"""--weird: words that mean something beside themselves.

Each candidate's embedding is turned away from the prompt, in a direction of its own that is at a right angle to what
every token means, so that nothing is said louder or more quietly: only something else is said with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from torch import Tensor

from models.listening import listening
from models.seeds import noises

WEIRDEST = 3000
LARGEST_ANGLE = 1.3  # radians, at `WEIRDEST`


def angle_for(weird: int) -> float:
    """Radians, 0 to `LARGEST_ANGLE`: the first steps of the scale turn farther than the last ones."""
    return LARGEST_ANGLE * math.sqrt(weird / WEIRDEST)


def turned(words: Tensor, noise: Tensor, angle: float) -> Tensor:
    """Embeddings (B, T, D) turned by `angle` towards the part of `noise` (B, 1, D) that is orthogonal to each; their
    lengths stay."""
    spoken = words.float()
    length = spoken.norm(dim=-1, keepdim=True).clamp(min=1e-6)
    along = (noise * spoken).sum(-1, keepdim=True) / length.square()
    aside = noise - along * spoken
    aside = aside / aside.norm(dim=-1, keepdim=True).clamp(min=1e-6) * length
    heard: Tensor = math.cos(angle) * spoken + math.sin(angle) * aside
    return heard.to(words.dtype)


@contextmanager
def turning(denoiser: Any, weird: int, seed: int, candidates: Sequence[int]) -> Iterator[None]:
    """Within the block, each candidate's row of the text that `denoiser` hears is turned; one row for each entry."""
    if weird == 0:
        yield
        return

    def turn(words: Tensor) -> Tensor:
        return turned(words, noises(seed, candidates, "weird", (1, words.shape[-1])).to(words.device), angle_for(weird))

    with listening(denoiser, len(candidates), turn):
        yield
