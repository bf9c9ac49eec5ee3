"""A style drawn from a number: a palette in soft fields, as a picture to take the manner of. The same number always
gives the same picture, on every model."""

from __future__ import annotations

import colorsys
import math

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from models.latents import to_images
from models.seeds import generator

COLOURS = 4
CELLS = 6  # fields along a side


def painted_style(code: int, size: tuple[int, int]) -> Image.Image:
    """The picture of the style `code` (0 <= code < 2**32), of `size` (width, height)."""
    draws = generator(code, 0, "style")
    palette = palette_of(draws)
    fields = torch.randn(1, COLOURS, CELLS, CELLS, generator=draws)
    soft = F.interpolate(fields, size=size[::-1], mode="bicubic", align_corners=False)
    shares = (4 * soft).softmax(dim=1)[0]
    return to_images((2 * torch.einsum("chw,cd->dhw", shares, palette) - 1)[None])[0]


def palette_of(draws: torch.Generator) -> Tensor:
    """Colours (4, 3) in 0..1: kin of one hue and one far from it, from dark to light."""
    hue, spread, opposite, saturation = torch.rand(4, generator=draws).tolist()
    hues = [hue, hue + 0.1 * spread, hue - 0.1 * spread, hue + 0.3 + 0.4 * opposite]
    lights = [0.2, 0.5, 0.85, 0.6]
    colours = [
        colorsys.hls_to_rgb(math.modf(one % 1.0)[0], light, 0.35 + 0.65 * saturation)
        for one, light in zip(hues, lights, strict=True)
    ]
    return torch.tensor(colours)
