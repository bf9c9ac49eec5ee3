"""A pyramid of convolutions: what a picture shows, cell by cell."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import torch.nn.functional as F
from torch import Tensor, nn

from models.latents import resized

SIDE, GRID = 128, 16  #: pixels that it looks at, and cells, along one side


class Views(NamedTuple):
    """Features of n pictures, `width` channels after the stem."""

    cells: Tensor  #: (n, 4 width, 16, 16), knowing what the coarser ones know
    fine: Tensor  #: (n, 4 width, 16, 16), on the way down
    coarse: Tensor  #: (n, 8 width, 4, 4)


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut, halving the resolution."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inside, outside, 3, stride=2, padding=1, bias=False)
        self.second = nn.Conv2d(outside, outside, 3, padding=1, bias=False)
        self.shortcut = nn.Conv2d(inside, outside, 1, stride=2, bias=False)
        self.norms = nn.ModuleList([nn.GroupNorm(8, outside), nn.GroupNorm(8, outside)])

    def forward(self, x: Tensor) -> Tensor:
        """(n, inside, h, w) to (n, outside, h / 2, w / 2)."""
        hidden = F.relu(self.norms[0](self.first(x)))
        return F.relu(self.norms[1](self.second(hidden)) + self.shortcut(x))


class Pyramid(nn.Module):
    """`width` channels after the stem; the deepest of the five levels has eight times as many."""

    def __init__(self, width: int) -> None:
        super().__init__()
        wide = [width * factor for factor in (1, 2, 4, 6, 8)]  # at 64, 32, 16, 8 and 4 cells a side
        self.stem = nn.Conv2d(3, width, 5, stride=2, padding=2)
        self.down = nn.ModuleList(Residual(a, b) for a, b in pairwise(wide))
        middle = wide[2]
        self.across = nn.ModuleList(nn.Conv2d(channels, middle, 1) for channels in wide[2:])
        self.joined = nn.ModuleList(nn.Conv2d(middle, middle, 3, padding=1) for _ in range(2))

    def views(self, pictures: Tensor) -> Views:
        """(n, 3, h, w) in -1 to 1, of any size."""
        x = F.relu(self.stem(resized(pictures, SIDE)))
        fine = self.down[1](self.down[0](x))  # (n, ., 16, 16)
        middle = self.down[2](fine)  # (n, ., 8, 8)
        coarse = self.down[3](middle)  # (n, ., 4, 4)
        up = self._joined(0, self.across[1](middle), self.across[2](coarse))
        return Views(self._joined(1, self.across[0](fine), up), fine, coarse)

    def _joined(self, which: int, fine: Tensor, coarse: Tensor) -> Tensor:
        doubled = F.interpolate(coarse, scale_factor=2.0, mode="nearest")
        return F.relu(self.joined[which](fine + doubled))
