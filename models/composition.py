"""An image prompt gives the composition: the coarse part of the predicted clean latents is drawn towards its own.

Only while the composition is decided, and only what is coarser than a few cells (Choi et al. 2021, "ILVR"); details are
the words' affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor

from models.levels import Level

UNTIL = 0.5  # of a flow: share of noise below which the painting is left alone
COARSE = 4  # cells of latents: what is smaller than that is not taken over


@dataclass(frozen=True, kw_only=True)
class Resembling:
    """The guide that draws the coarse part towards that of `known` (1, C, h, w) by `share`, 0..1."""

    known: Tensor
    share: float
    unpack: Callable[[Tensor], Tensor]
    pack: Callable[[Tensor], Tensor]

    def __call__(self, clean: Tensor, level: Level, index: int, total: int) -> Tensor:
        """`clean` with its coarse part moved, itself where the composition is settled."""
        if level.noise_share < UNTIL:
            return clean
        latents = self.unpack(clean).float()
        return self.pack(latents + self.share * (coarse(self.known) - coarse(latents)))


def coarse(latents: Tensor) -> Tensor:
    """What is left of `latents` without details, in their size."""
    size = [max(1, side // COARSE) for side in latents.shape[-2:]]
    small = F.interpolate(latents, size=size, mode="area")
    return F.interpolate(small, size=latents.shape[-2:], mode="bilinear", align_corners=False)
