"""The requests behind the buttons that change the frame: Zoom Out, pan, Make Square.

zoom     the frame keeps its pixels, the picture shrinks inside it
pan      half of the side is added in one direction
square   the shorter side grows to the longer one

All sides are multiples of the model's `multiple`, and a frame of more than `max_pixels` is a mistake.
"""

from __future__ import annotations

from contextlib import suppress
from math import gcd

from jobs.catalog import ModelEntry
from jobs.errors import Mistake
from jobs.geometry import Aspect
from jobs.plan.mistakes import AlreadySquare, FrameTooLarge
from jobs.plan.tiles import of_tile
from jobs.prompt import echo, parse
from jobs.requests import JobId, PaintRequest, Side, Tile, Verb

SIDEWAYS = frozenset({Side.LEFT, Side.RIGHT})
PAN = 1.5  #: times the side


def zoom(request: PaintRequest, parent: JobId, tile: Tile, factor: float, seed: int) -> PaintRequest:
    """A tile of `parent` in a frame `factor` (1 to 2) times as large, shown in as many pixels as before."""
    return of_tile(request, Verb.ZOOM, parent, tile, zoom=factor, seed=seed)


def pan(request: PaintRequest, parent: JobId, tile: Tile, side: Side, seed: int, entry: ModelEntry) -> PaintRequest:
    """A tile of `parent`, half as long again on one side. Raises `FrameTooLarge`, `AspectTooLong`."""
    width, height = request.width, request.height
    if side in SIDEWAYS:
        width = _in_steps(width * PAN, entry.multiple)
    else:
        height = _in_steps(height * PAN, entry.multiple)
    panned = of_tile(request, Verb.PAN, parent, tile, side=side, seed=seed)
    return _in_shape(resized(panned, width, height, entry))


def square(request: PaintRequest, parent: JobId, tile: Tile, seed: int, entry: ModelEntry) -> PaintRequest:
    """A tile of `parent` whose shorter side is filled up. Raises `AlreadySquare`, `FrameTooLarge`."""
    if request.width == request.height:
        raise AlreadySquare()
    side = max(request.width, request.height)
    squared = of_tile(request, Verb.SQUARE, parent, tile, seed=seed)
    return _in_shape(resized(squared, side, side, entry))


def _in_steps(side: float, multiple: int) -> int:
    return max(1, round(side / multiple)) * multiple


def resized(request: PaintRequest, width: int, height: int, entry: ModelEntry) -> PaintRequest:
    """In another frame. Raises `FrameTooLarge`."""
    if width * height > entry.max_pixels:
        raise FrameTooLarge(width=width, height=height, title=entry.title)
    return request.model_copy(update={"width": width, "height": height})


def _in_shape(request: PaintRequest) -> PaintRequest:
    """The shown prompt names the new shape."""
    divisor = gcd(request.width, request.height)
    shape = Aspect(request.width // divisor, request.height // divisor)
    with suppress(Mistake):  # a prompt that an earlier release could read stays as it is
        prompt = parse(request.prompt)
        prompt = prompt.without("ar") if shape.ratio == 1 else prompt.with_given(ar=shape)
        return request.model_copy(update={"prompt": echo(prompt)})
    return request
