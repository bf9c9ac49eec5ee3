"""More latent channels for an autoencoder and a denoiser that exist.

The channels that were there keep their meaning. The autoencoder begins by painting exactly what it painted: its new
channels carry what fresh weights make of a picture, and the decoder does not look at them yet. The denoiser hears them
a little and does not move them. Training finds a use for them.
"""

from __future__ import annotations

import torch
from torch import Tensor

CERTAIN = -6.0  #: log variance that new channels begin with
HEARD = 0.5  #: of a fresh denoiser's weights for them; at 0 it would neither hear nor move them, and learn more slowly

ENDS = ("conv_in.weight", "conv_out.weight", "conv_out.bias")  #: of a denoiser: all that depends on the channels
MOMENTS_OUT = ("encoder.conv_out.weight", "encoder.conv_out.bias")
"""Means of the channels, then their log variances."""


def placed(old: Tensor, into: Tensor, rows: list[int], columns: list[int] | None = None) -> Tensor:
    """`into` with `old` at these rows, and at these columns where they are given (zero elsewhere in both)."""
    made = into.clone()
    if columns is None:
        made[rows] = old
        return made
    made[rows] = 0
    made[:, columns] = 0
    made[torch.tensor(rows)[:, None], torch.tensor(columns)] = old
    return made


def with_latents(old: dict[str, Tensor], fresh: dict[str, Tensor], was: int, now: int) -> dict[str, Tensor]:
    """The weights `old`, of a net with `was` latent channels, for one with `now`, whose untrained weights are `fresh`.

    Of an AutoencoderKL or a UNet2DConditionModel. Weights that do not depend on the channels are handed through.
    """
    if was >= now:
        return old
    grown = dict(old)
    first, moments = list(range(was)), [*range(was), *range(now, now + was)]
    for name, value in old.items():
        if name in MOMENTS_OUT:
            grown[name] = placed(value, certain(fresh[name], now), moments)
        elif name == "quant_conv.weight":
            grown[name] = placed(value, unmixed(fresh[name]), moments, moments)
        elif name == "post_quant_conv.weight":
            grown[name] = placed(value, unmixed(fresh[name]), first, first)
        elif name == "quant_conv.bias":
            grown[name] = placed(value, torch.zeros_like(fresh[name]), moments)
        elif name in ("post_quant_conv.bias", "conv_out.weight", "conv_out.bias"):
            grown[name] = placed(value, torch.zeros_like(fresh[name]), first)
        elif name == "decoder.conv_in.weight":
            grown[name] = torch.cat([value, torch.zeros_like(fresh[name][:, was:])], dim=1)
        elif name == "conv_in.weight":
            grown[name] = torch.cat([value, HEARD * fresh[name][:, was:]], dim=1)
    return grown


def unmixed(weight: Tensor) -> Tensor:
    """A 1x1 convolution of this shape, (n, n, 1, 1), that changes nothing."""
    return torch.eye(len(weight), dtype=weight.dtype).view_as(weight)


def certain(fresh: Tensor, channels: int) -> Tensor:
    """The layer that makes the moments: means as `fresh` has them, log variances `CERTAIN`."""
    made = fresh.clone()
    made[channels:] = CERTAIN if made.ndim == 1 else 0
    return made
