"""How far apart pictures are, and the order that most tests start from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from models.order import PaintOrder

ORDER = PaintOrder(prompt="a fox in the snow", width=64, height=64, steps=6, guidance_scale=4.0, seed=3)

Pictures = Sequence[Image.Image]


def _levels(pictures: Pictures) -> np.ndarray:
    return np.stack([np.asarray(picture, dtype=np.float64) for picture in pictures])


def farthest(some: Pictures, others: Pictures) -> float:
    """The largest difference of one level, 0..255."""
    return float(np.abs(_levels(some) - _levels(others)).max())


def apart(some: Pictures, others: Pictures) -> float:
    """The mean difference of levels, 0..255."""
    return float(np.abs(_levels(some) - _levels(others)).mean())


def sharpness(pictures: Pictures) -> float:
    """The mean step between neighbouring pixels, in levels."""
    return float(np.abs(np.diff(_levels(pictures), axis=2)).mean())
