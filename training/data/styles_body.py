"""Styles with body: oil, pixels and leaded glass."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from training.data.grain import VARIANTS, blurred, light, noise, picture

PIXELS = 43  #: about how many of its own pixels the edge of pixel art has
CELLS = 60  #: panes of a window's backdrop


def oil(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """Brush strokes along the forms, broad ones for the backdrop and fine ones for what stands there, in relief."""
    size = flat.width
    canvas = flat.filter(ImageFilter.BoxBlur(size / 32))
    draw = ImageDraw.Draw(canvas)
    rng = np.random.default_rng(seed % 2**32)
    angles = _along(flat)
    soft = np.asarray(flat.filter(ImageFilter.BoxBlur(size / 90)))
    _strokes(draw, soft, angles, _spots(rng, size, 420), size * 0.085, size * 0.036, rng)
    within = np.argwhere(np.asarray(mask) > 100)
    if len(within):
        share = len(within) / size**2
        fine = within[rng.integers(0, len(within), int(500 + 900 * min(1.0, share * 2)))]
        sharp = np.asarray(flat)
        order = np.argsort(-_busy(sharp)[fine[:, 0], fine[:, 1]])[::-1]
        _strokes(draw, sharp, angles, fine[order], size * 0.034, size * 0.016, rng)
    return _relief(canvas, seed)


def _spots(rng: np.random.Generator, size: int, number: int) -> NDArray[np.intp]:
    return rng.integers(0, size, (number, 2))


def _busy(pixels: NDArray[np.uint8]) -> NDArray[np.floating[Any]]:
    tone = light(pixels.astype(np.float32))
    busy: NDArray[np.floating[Any]] = np.abs(tone - blurred(tone, pixels.shape[0] / 64))
    return busy


def _along(flat: Image.Image) -> NDArray[np.floating[Any]]:
    """The direction along the edges at each pixel, in radians."""
    tone = np.asarray(flat.convert("L").filter(ImageFilter.BoxBlur(flat.width / 40)), dtype=np.float32)
    down, across = np.gradient(tone)
    flowing = noise(flat.width, 5, 1) * 0.8 + 0.4
    return np.where(np.hypot(down, across) > 1.0, np.arctan2(across, -down), flowing).astype(np.float32)


def _strokes(
    draw: ImageDraw.ImageDraw,
    pixels: NDArray[np.uint8],
    angles: NDArray[np.floating[Any]],
    spots: NDArray[np.intp],
    long: float,
    wide: float,
    rng: np.random.Generator,
) -> None:
    """One stroke at each spot (row, column), in the colour that the picture has there."""
    angle = angles[spots[:, 0], spots[:, 1]]
    reach = long * rng.uniform(0.4, 0.7, len(spots))
    dx, dy = np.cos(angle) * reach, np.sin(angle) * reach
    y, x = spots[:, 0], spots[:, 1]
    ends = np.stack([x - dx, y - dy, x + dx, y + dy], axis=1).tolist()
    shade = rng.integers(-9, 10, (len(spots), 1))
    colours = (pixels[y, x].astype(np.int16) + shade).clip(0, 255).tolist()
    width = max(2, round(wide))
    for end, (red, green, blue) in zip(ends, colours, strict=True):
        draw.line(end, fill=(red, green, blue), width=width)


def _relief(canvas: Image.Image, seed: int) -> Image.Image:
    """Light from the upper left on the ridges of the paint."""
    pixels = np.asarray(canvas, dtype=np.float32)
    bumps = light(pixels) + 10 * noise(canvas.width, canvas.width // 3, seed % VARIANTS)
    slope = np.zeros_like(bumps)
    slope[1:, 1:] = bumps[1:, 1:] - bumps[:-1, :-1]
    return picture(pixels * 1.03 + (slope.clip(-40, 40) * 0.35)[..., None])


def pixel(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """A small picture of few colours with dark outlines, its pixels as large squares."""
    size = flat.width
    each = max(1, round(size / PIXELS))
    edge = -(-size // each)
    small = flat.resize((edge, edge), Image.Resampling.BOX)
    shape = np.asarray(mask.resize((edge, edge), Image.Resampling.BOX)) > 110
    ring = np.zeros_like(shape)
    ring[1:-1, 1:-1] = ~shape[1:-1, 1:-1] & (shape[2:, 1:-1] | shape[:-2, 1:-1] | shape[1:-1, 2:] | shape[1:-1, :-2])
    few = small.quantize(20, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    pixels = np.array(few)
    pixels[ring] = (pixels[ring] * 0.35).astype(np.uint8)
    grown = Image.fromarray(pixels).resize((edge * each, edge * each), Image.Resampling.NEAREST)
    return grown.crop((0, 0, size, size))


@lru_cache(maxsize=16)
def _panes(size: int, variant: int) -> NDArray[np.int32]:
    """The number of the pane that each pixel belongs to: the nearest of scattered points."""
    rng = np.random.default_rng(variant)
    points = rng.uniform(0, size, (CELLS, 2)).astype(np.float32)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    distance = (y[..., None] - points[:, 0]) ** 2 + (x[..., None] - points[:, 1]) ** 2
    nearest: NDArray[np.int32] = distance.argmin(axis=2).astype(np.int32)
    return nearest


def glass(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """Panes of one colour each between strips of lead, lit from behind."""
    size, variant = flat.width, seed % VARIANTS
    few = flat.filter(ImageFilter.MedianFilter(5)).quantize(14, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    kinds = np.asarray(few.filter(ImageFilter.ModeFilter(3)) if size <= 128 else few, dtype=np.int32)
    within = np.asarray(mask) > 110
    label = np.where(within, CELLS + kinds, _panes(size, variant))
    number = np.bincount(label.ravel(), minlength=CELLS + 256)
    pixels = np.asarray(flat, dtype=np.float32)
    means = np.stack([np.bincount(label.ravel(), pixels[..., i].ravel(), CELLS + 256) for i in range(3)], axis=1)
    means = (means / np.maximum(number, 1)[:, None]).astype(np.float32)
    tone = means.mean(axis=1, keepdims=True)
    means = (tone + (means - tone) * 1.5) * 1.02
    means[:CELLS] *= np.random.default_rng(seed % 2**32).uniform(0.8, 1.15, (CELLS, 1))
    shining = means[label] * (1 + 0.12 * noise(size, 9, variant)[..., None]) + 10
    lead = _lead(label, within, means, size)
    return picture(shining * (1 - lead[..., None]) + np.asarray((24, 22, 26), np.float32) * lead[..., None])


def _lead(
    label: NDArray[np.int32], within: NDArray[np.bool_], means: NDArray[np.floating[Any]], size: int
) -> NDArray[np.floating[Any]]:
    """1 on the strips between panes: broad around what stands there, fine within it, where colours truly differ."""
    colour = means[label]
    edge = np.zeros(label.shape, np.float32)
    for axis in (0, 1):
        other = np.roll(label, 1, axis)
        differs = (label != other) & (~within | (np.abs(colour - np.roll(colour, 1, axis)).max(axis=2) > 44))
        edge = np.maximum(edge, differs * np.where(within & np.roll(within, 1, axis), 0.75, 1.0))
    rim = within ^ np.roll(within, 1, 0) | within ^ np.roll(within, 1, 1)
    thick = Image.fromarray((np.maximum(edge * (~within), rim) * 255).astype(np.uint8))
    wide = 3 if size < 200 else 5
    broad = np.asarray(thick.filter(ImageFilter.MaxFilter(wide)), dtype=np.float32) / 255
    return np.maximum(broad, edge)
