"""A few flat brushes on a Pillow picture, in unit coordinates: x and y in [0, 1], y downwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]  #: red, green, blue, each 0-255

OVERSAMPLING = 2  #: places are painted this many times larger and averaged down, which smooths their edges


def jitter(rng: Random, colour: Colour, by: int = 8) -> Colour:
    """The same colour, a little lighter or darker and a little off hue."""
    light = rng.randint(-by, by)
    red, green, blue = (max(0, min(255, c + light + rng.randint(-by // 2, by // 2))) for c in colour)
    return red, green, blue


class Canvas:
    """A square picture of `size` pixels to paint a place on."""

    def __init__(self, size: int, rng: Random, sunny: bool = True) -> None:
        self.rng, self.sunny = rng, sunny
        self.edge = size * OVERSAMPLING
        self.picture = Image.new("RGB", (self.edge, self.edge))
        self._draw = ImageDraw.Draw(self.picture)
        self._sky: tuple[int, NDArray[np.uint8]] | None = None

    def _pixels(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x * self.edge, y * self.edge) for x, y in points]

    def gradient(self, top: Colour, bottom: Colour, start: float = 0.0, end: float = 1.0) -> None:
        """Fill the rows from `start` to `end` with a vertical blend of two colours."""
        first, last = round(start * self.edge), round(end * self.edge)
        blend = np.linspace(top, bottom, max(last - first, 1)).astype(np.uint8)[:, None, :]
        self._sky = self._sky or (first, blend)
        self.picture.paste(Image.fromarray(blend).resize((self.edge, len(blend))), (0, first))

    def polygon(self, points: Iterable[tuple[float, float]], colour: Colour) -> None:
        self._draw.polygon(self._pixels(points), fill=colour)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """An ellipse around (x, y) with half axes rx and ry."""
        self._draw.ellipse(self._pixels([(x - rx, y - ry), (x + rx, y + ry)]), fill=colour)

    def sun(self, x: float, y: float, r: float, colour: Colour) -> None:
        """The high sun, if it is day."""
        if self.sunny:
            self.ellipse(x, y, r, r, colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self._draw.rectangle(self._pixels([(left, top), (right, bottom)]), fill=colour)

    def line(self, points: Iterable[tuple[float, float]], colour: Colour, width: float) -> None:
        """A line `width` wide, as a part of the frame."""
        self._draw.line(self._pixels(points), fill=colour, width=max(1, round(width * self.edge)))

    def hill(self, height: float, swing: float, colour: Colour, waves: float = 1.0) -> None:
        """Everything below a wavy horizon: `height` down from the top, rising and falling by `swing`."""
        phase = self.rng.uniform(0, math.tau)
        xs = [i / 16 for i in range(17)]
        ridge = [(x, height + swing * math.sin(phase + waves * math.tau * x)) for x in xs]
        self.polygon([(0, 1), *ridge, (1, 1)], colour)

    def sky(self) -> Image.Image:
        """Where the first gradient is still to be seen: 255 there and 0 elsewhere, at the finished picture's size."""
        mask = np.zeros((self.edge, self.edge), np.uint8)
        if self._sky:
            first, blend = self._sky
            rows = slice(first, first + len(blend))
            mask[rows] = (np.asarray(self.picture)[rows] == blend).all(axis=2) * np.uint8(255)
        return Image.fromarray(mask).reduce(OVERSAMPLING)

    def finished(self) -> Image.Image:
        return self.picture.reduce(OVERSAMPLING)
