"""A part of a picture is painted anew and the rest kept: at every step the predicted clean latents are put right there.

What a solver does from one level to the next depends on the predicted clean latents alone. Where they are replaced by
the known ones, the sample goes the known picture's own road from our noise back to it, through every scheduler, its
memory of earlier steps included; noising the known picture anew at each step (Lugmayr et al. 2022, "RePaint") would
break that memory. Cells that are painted in part are freed late, the more of them is new the sooner (Levin & Fried
2023, "Differential Diffusion").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from models.latents import to_mask
from models.levels import Level
from models.running import Guide


@dataclass(frozen=True, kw_only=True)
class Keep:
    """The guide that keeps `known` (1 or B, C, h, w) where `anew` (1, 1, h, w) is 0, and nothing where that is 1."""

    known: Tensor
    anew: Tensor
    unpack: Callable[[Tensor], Tensor]
    pack: Callable[[Tensor], Tensor]

    def __call__(self, clean: Tensor, level: Level, index: int, total: int) -> Tensor:
        """`clean` with the known latents in their places; at the last level all that is new in part is free."""
        free = (self.anew > 0) & (self.anew >= min(level.noise_share, 1.0))
        return self.pack(self.unpack(clean).float().where(free, self.known))


def share_of_cells(mask: Image.Image, size: tuple[int, int]) -> Tensor:
    """How much of each latent's pixels is white in `mask`, (1, 1, h, w), for latents of `size` (h, w)."""
    return F.adaptive_avg_pool2d(to_mask(mask), size)


def together(guides: Iterable[Guide]) -> Guide | None:
    """One guide that applies all of them in their order; None where there are none."""
    every = tuple(guides)
    if len(every) < 2:
        return next(iter(every), None)

    def guide(clean: Tensor, level: Level, index: int, total: int) -> Tensor:
        for one in every:
            clean = one(clean, level, index, total)
        return clean

    return guide
