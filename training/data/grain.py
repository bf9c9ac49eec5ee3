"""What paper, canvas and bristles are made of: ready-made noise, the same in every run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Plane = NDArray[np.floating[Any]]  #: (height, width)
Colours = NDArray[np.floating[Any]]  #: (height, width, 3)
VARIANTS = 8  #: ready-made fields of each kind


@lru_cache(maxsize=256)
def noise(size: int, cells: int, variant: int) -> Plane:
    """Smooth noise in -1 to 1, `cells` bumps wide."""
    coarse = np.random.default_rng((cells, variant)).uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC)).clip(-1, 1)


@lru_cache(maxsize=64)
def paper(size: int, variant: int) -> Plane:
    """The tooth of paper, about -1 to 1, finer than noise."""
    rough = np.random.default_rng(variant).normal(0, 1, (size, size)).astype(np.float32)
    return ((rough + 2 * noise(size, max(8, size // 4), variant)) / 2.5).clip(-1.5, 1.5)


@lru_cache(maxsize=64)
def wobble(size: int, variant: int, reach: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns to look up so that edges tremble by up to `reach`, a part of the frame."""
    y, x = np.mgrid[0:size, 0:size]
    by = size * reach
    dy, dx = (noise(size, 14, variant * 2 + i) * by for i in (0, 1))
    return (y + dy).round().clip(0, size - 1).astype(np.intp), (x + dx).round().clip(0, size - 1).astype(np.intp)


def blurred(plane: Plane, radius: float) -> Plane:
    """The plane (0 to 255) softened by about `radius` pixels."""
    levels = Image.fromarray(plane.clip(0, 255).astype(np.uint8))
    return np.asarray(levels.filter(ImageFilter.BoxBlur(radius)).filter(ImageFilter.BoxBlur(radius)), dtype=np.float32)


def light(pixels: Colours) -> Plane:
    """(h, w, 3) to luminance, 0 to 255."""
    luminance: Plane = pixels @ np.asarray((0.299, 0.587, 0.114), dtype=np.float32)
    return luminance


def steps(plane: Plane) -> Plane:
    """How steeply a plane rises at each pixel, in its own units a pixel."""
    across, down = np.zeros_like(plane), np.zeros_like(plane)
    across[:, 1:-1] = plane[:, 2:] - plane[:, :-2]
    down[1:-1] = plane[2:] - plane[:-2]
    rise: Plane = np.hypot(across, down)
    return rise


def picture(pixels: Colours) -> Image.Image:
    """(h, w, 3), 0 to 255, as an RGB picture."""
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
