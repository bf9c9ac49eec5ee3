"""Several pictures mixed into one, to start a painting from."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from PIL import Image, ImageOps

from models.latents import to_images, to_pixels
from models.window import Size

STRENGTH = 0.7  # of the denoising: enough to make one scene of what lies over each other
LEAD = 2.0  # how much more the picture counts whose turn it is


def mixed(pictures: Sequence[Image.Image], weights: Sequence[float], size: Size, turn: int) -> Image.Image:
    """The weighted mean of `pictures`, cut to the shape of `size` at their middles; picture `turn` (counted around)
    leads, so that the candidates differ. Weights are above 0; only their relations count."""
    cut = [ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS) for picture in pictures]
    shares = [weight * (LEAD if place == turn % len(cut) else 1.0) for place, weight in enumerate(weights)]
    share_B111 = torch.tensor(shares).view(-1, 1, 1, 1) / sum(shares)
    (image,) = to_images((to_pixels(cut) * share_B111).sum(0, keepdim=True))
    return image
