"""Views of a picture for CLIP: the whole, and random squares of it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

SMALLEST, LARGEST = 0.5, 0.95  # side of a crop, as a share of the shorter side


def views(pixels: Tensor, side: int, crops: int, draws: torch.Generator) -> Tensor:
    """The whole picture and `crops` squares of it, (1 + crops, 3, side, side), of pixels (3, H, W); differentiable."""
    _, height, width = pixels.shape
    whole = _squeezed(pixels, side)
    found = [whole]
    for _ in range(crops):
        share, across, down, flip = torch.rand(4, generator=draws).tolist()
        length = max(1, round(min(height, width) * (SMALLEST + share * (LARGEST - SMALLEST))))
        top, left = round(down * (height - length)), round(across * (width - length))
        crop = _squeezed(pixels[:, top : top + length, left : left + length], side)
        found.append(crop.flip(-1) if flip < 0.5 else crop)
    return torch.stack(found)


def _squeezed(pixels: Tensor, side: int) -> Tensor:
    size = (side, side)
    return F.interpolate(pixels[None], size=size, mode="bicubic", align_corners=False, antialias=True)[0]
