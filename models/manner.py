"""--sref and --sw: the manner of a picture, as mean and covariance of its latents' channels.

Latents carry colours and contrasts in few channels, so a picture whose channels have the statistics of another one has
its palette (Huang & Belongie 2017, "AdaIN"; the whole covariance as in Li et al. 2017, "WCT").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.levels import Level

LEAST_VARIANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Manner:
    """`mean` (1, C, 1) and `root` (1, C, C), the square root of the covariance."""

    mean: Tensor
    root: Tensor


@dataclass(frozen=True, kw_only=True)
class Toned:
    """The guide that gives the predicted clean latents a manner, by `share` 0..1."""

    manner: Manner
    share: float
    unpack: Callable[[Tensor], Tensor]
    pack: Callable[[Tensor], Tensor]

    def __call__(self, clean: Tensor, level: Level, index: int, total: int) -> Tensor:
        """`clean`, toned."""
        latents = self.unpack(clean).float()
        return self.pack(latents + self.share * (toned(latents, self.manner) - latents))


def toned(latents: Tensor, manner: Manner) -> Tensor:
    """Latents (B, C, h, w) with the mean and covariance of `manner`, each picture by itself."""
    flat = latents.flatten(2)
    mean, root = _moments(flat)
    whitened = torch.linalg.solve(root, flat - mean)
    made: Tensor = manner.root @ whitened + manner.mean
    return made.view_as(latents)


def statistics(pictures: Sequence[Tensor], shares: Sequence[float]) -> Manner:
    """The manner of latents (1, C, h, w), mixed by shares of sum 1."""
    moments = [_moments(picture.float().flatten(2)) for picture in pictures]
    mean, root = (
        torch.stack([share * one[part] for share, one in zip(shares, moments, strict=True)]).sum(0) for part in (0, 1)
    )
    return Manner(mean, root)


def _moments(flat: Tensor) -> tuple[Tensor, Tensor]:
    """Mean (B, C, 1) and root of the covariance (B, C, C) of (B, C, N)."""
    mean = flat.mean(dim=2, keepdim=True)
    centred = flat - mean
    covariance = centred @ centred.transpose(1, 2) / flat.shape[2]
    values, vectors = torch.linalg.eigh(covariance.cpu())
    root = vectors @ torch.diag_embed(values.clamp(min=LEAST_VARIANCE).sqrt()) @ vectors.transpose(1, 2)
    return mean, root.to(flat.device)
