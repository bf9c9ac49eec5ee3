"""Which part of a picture is looked at while some of it is painted anew, and in which size: arithmetic in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

Box = tuple[int, int, int, int]  # left, top, right, bottom, as PIL has them
Size = tuple[int, int]  # width, height

ROOMY = 2.25  # native areas that a model still paints as one scene: a side and a half of both, or a pan of a pan
CONTEXT = 0.5  # of the part's own sides, seen around it


@dataclass(frozen=True, slots=True)
class Window:
    """`box` of the picture is painted at `size`, whose sides are multiples of what the model needs."""

    box: Box
    size: Size


def window(part: Box, picture: Size, native_size: int, max_pixels: int, multiple: int) -> Window:
    """The window for painting `part` of a picture: all of it where the model can see that much at once, else the part
    with half of its sides around it, and no less than the model's native size; smaller where even that is too much."""
    most = min(int(ROOMY * native_size**2), max_pixels)
    width, height = picture
    box = (0, 0, width, height)
    if width * height > most:
        across = _span(part[0], part[2], width, native_size, multiple)
        down = _span(part[1], part[3], height, native_size, multiple)
        box = (across[0], down[0], across[1], down[1])
    return Window(box, painted_size((box[2] - box[0], box[3] - box[1]), most, multiple))


def _span(start: int, end: int, whole: int, native_size: int, multiple: int) -> tuple[int, int]:
    """From where to where one side of the window goes: `start`..`end` and its context, within 0..`whole`."""
    wanted = max(native_size, (end - start) + 2 * int(CONTEXT * (end - start)))
    length = min(whole, ceil(wanted / multiple) * multiple)
    first = (start + end - length) // 2
    first = min(max(0, first), whole - length)
    return first, first + length


def painted_size(size: Size, most: int, multiple: int) -> Size:
    """The size nearest to `size` in multiples of `multiple`, smaller by one factor where its area is above `most`."""
    scale = min(1.0, sqrt(most / (size[0] * size[1])))
    width, height = (max(multiple, round(side * scale / multiple) * multiple) for side in size)
    while width * height > most and max(width, height) > multiple:  # rounding may have gone above
        width, height = (width - multiple, height) if width >= height else (width, height - multiple)
    return width, height
