"""The shape of a picture: from an aspect ratio to pixels.

aspect := WIDTH ":" HEIGHT          whole numbers from 1 to 9999, at most 14 to 1 (Midjourney's own limit since V6)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import ceil, log, sqrt

from jobs.errors import Mistake

LONGEST = 14  #: the longer side over the shorter one


class AspectTooLong(Mistake):
    """The picture would be a thread."""

    code = "aspect_too_long"
    english = "`--ar {aspect}` is too long and narrow; anything from 1:{longest} to {longest}:1 works."


@dataclass(frozen=True, slots=True)
class Aspect:
    """Width to height, as typed. Raises `AspectTooLong` beyond 14 to 1."""

    width: int  #: 1 to 9999
    height: int  #: 1 to 9999

    def __post_init__(self) -> None:
        if max(self.width, self.height) > LONGEST * min(self.width, self.height):
            raise AspectTooLong(aspect=str(self), longest=LONGEST)

    def __str__(self) -> str:
        return f"{self.width}:{self.height}"

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


SQUARE = Aspect(1, 1)


COMMON = tuple(
    Aspect(*sides)
    for sides in (
        (1, 1),
        (5, 4),
        (4, 3),
        (3, 2),
        (16, 9),
        (2, 1),
        (3, 1),
        (4, 5),
        (3, 4),
        (2, 3),
        (9, 16),
        (1, 2),
        (1, 3),
    )
)  #: what people type


def nearest(width: int, height: int) -> Aspect:
    """The common aspect that a picture of these sides is nearest to."""
    return min(COMMON, key=lambda aspect: abs(log(aspect.ratio * height / width)))


def _around(side: float, multiple: int) -> range:
    """The multiples next to `side` pixels, at least one of them, from below to above."""
    below = max(1, int(side // multiple))
    return range(below * multiple, (ceil(side / multiple) + 1) * multiple + 1, multiple)


def frame(aspect: Aspect, native_size: int, multiple: int, max_pixels: int) -> tuple[int, int]:
    """Width and height in pixels: multiples of `multiple`, as near to `aspect` and to the area of
    `native_size` squared as multiples allow (the least sum of both errors as logarithms), at most `max_pixels` in all.

    A portrait frame is its landscape frame turned. Raises `ValueError` where not even one multiple squared fits.
    """
    if multiple * multiple > max_pixels:
        raise ValueError(f"{max_pixels} pixels hold no picture in steps of {multiple}")
    if aspect.width < aspect.height:
        height, width = frame(Aspect(aspect.height, aspect.width), native_size, multiple, max_pixels)
        return width, height
    area = min(native_size**2, max_pixels)
    short = sqrt(area / aspect.ratio)

    def cost(size: tuple[int, int]) -> float:
        width, height = size
        return abs(log(width / height / aspect.ratio)) + abs(log(width * height / area))

    sizes = product(_around(short * aspect.ratio, multiple), _around(short, multiple))
    fitting = [size for size in sizes if size[0] * size[1] <= max_pixels]
    return min(fitting, key=cost) if fitting else (max_pixels // multiple**2 * multiple, multiple)
