"""Near duplicates among pictures: a hash of 64 bits says who may be one, and the pixels decide.

The hash alone takes different drawings on a plain background for one another. So the pictures are laid over each other
as squares, whole and with edges cut off, and what differs is held against how much each differs from itself moved by a
pixel: a copy that was scaled, compressed or cropped moves edges by a part of a pixel, another drawing by more.
Figures: the 280 drawings of Noto Color Emoji and 200 line drawings on white, 200 renders, 25 photographs, and copies of
them by JPEG at quality 40, at half the size, with 1 or 2 % less of width and height, with 5 % more light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MAYBE = 16  #: bits of 64 in which hashes of near duplicates differ at most; copies: 14 and less
APART = 0.1  #: parts of the edges' energy; copies: 0.06 and less; others: 0.14 at a third, 0.26 at half of the frame
BRIGHTER = 32  #: levels of 255 by which the mean colours of near duplicates differ at most
FAINT = 2.0  #: levels of 255; what deviates less from the mean is as good as plain
SIDE = 64  #: pixels, of the squares that are laid over each other
LARGE = 128  #: pixels, of the square that those are cut from
CROPS = (0.0, 0.01, 0.02)  #: shares of a side by which one picture may be cropped at each edge

Edges = tuple[float, ...]  #: left, top, right, bottom: shares of a side that are cut off, or put on where negative
Floats = NDArray[np.float32]

EDGES: list[Edges] = [edges for sign in (1, -1) for edges in product(*[[sign * crop for crop in CROPS]] * 4)]


def fingerprint(picture: Image.Image) -> int:
    """64 bits that near duplicates share: whether each cell of 8 x 8 is lighter than its right neighbour."""
    grey = np.asarray(picture.convert("L").resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
    bits = (grey[:, 1:] > grey[:, :-1]).flatten()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _squares(picture: Image.Image, cuts: Sequence[Edges]) -> Floats:
    """The RGB picture as a square, cut in each of these ways: (n, SIDE, SIDE, 3), 0-255."""
    margin = round(LARGE * CROPS[-1]) + 1
    whole = np.asarray(picture.resize((LARGE, LARGE), Image.Resampling.BOX))
    wide = Image.fromarray(np.pad(whole, ((margin, margin), (margin, margin), (0, 0)), mode="edge"))
    near, far = margin, margin + LARGE
    boxes = [(near + LARGE * x0, near + LARGE * y0, far - LARGE * x1, far - LARGE * y1) for x0, y0, x1, y1 in cuts]
    cut = [np.asarray(wide.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box)) for box in boxes]
    return np.stack(cut).astype(np.float32)


def _directions(squares: Floats) -> Floats:
    """Unit vectors (n, d) of which products are correlations, those of plain pictures 1."""
    flat = squares.reshape(len(squares), -1)
    own = flat - flat.mean(axis=1, keepdims=True)
    own = np.pad(own, ((0, 0), (0, 1)), constant_values=FAINT * flat.shape[1] ** 0.5)
    directed: Floats = own / np.linalg.norm(own, axis=1, keepdims=True)
    return directed


def _edge_energy(direction: Floats) -> float:
    """Half of what a unit vector (d) differs, squared, from itself moved by a pixel, across and down together."""
    square = direction[:-1].reshape(SIDE, SIDE, 3)
    return sum(float(np.square(np.diff(square, axis=axis)).sum()) for axis in (0, 1))


@dataclass(frozen=True, slots=True)
class _Met:
    """One picture."""

    name: str
    print_: int
    colour: Floats  #: (3,), mean, 0-255
    direction: Floats  #: (d,), of the whole picture
    edges: float  #: its energy

    def may_be(self, other: _Met) -> bool:
        close = (self.print_ ^ other.print_).bit_count() <= MAYBE
        return close and bool(np.abs(self.colour - other.colour).max() <= BRIGHTER)


def _met(name: str, picture: Image.Image) -> _Met:
    whole = _squares(picture, EDGES[:1])
    direction = _directions(whole)[0]
    return _Met(name, fingerprint(picture), whole[0].mean(axis=(0, 1)), direction, _edge_energy(direction))


def _original(mine: _Met, picture: Image.Image, others: Sequence[_Met]) -> _Met | None:
    """The first of the others, at least one, of which this picture is nearly a copy."""
    cut = _directions(_squares(picture, EDGES))
    apart = 1 - (cut @ np.stack([other.direction for other in others]).T).max(axis=0)  # (others,)
    allowed = [APART * (mine.edges + other.edges) / 2 + 1e-3 for other in others]
    return next((other for other, far, most in zip(others, apart, allowed, strict=True) if far <= most), None)


@dataclass(slots=True)
class Album:
    """Pictures that are no near duplicates of each other."""

    met: list[_Met] = field(default_factory=list)

    def twin(self, name: str, picture: Image.Image) -> str | None:
        """The name of a picture of which this one (RGB) is nearly a copy; if there is none, it is put in."""
        mine = _met(name, picture)
        others = [other for other in self.met if mine.may_be(other)]
        if others and (original := _original(mine, picture, others)):
            return original.name
        self.met.append(mine)
        return None
