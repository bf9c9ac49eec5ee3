"""A picture that was made larger, its details painted anew: whole where the model can see that much, else in tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from math import ceil

from PIL import Image

from models.errors import OutOfMemory
from models.order import OnStep, PaintOrder, ignore
from models.painting import Painter
from models.phases import Phases
from models.seam import feathered, set_in
from models.window import Box, Size

STRENGTH, STRENGTH_SMALL = 0.3, 0.2  # of the denoising: details are painted anew, and nothing moves; at 0.3 the
# embedded model, which knows faces at half that size, painted their eyes over
WHOLE = 4  # native areas that are refined at once: twice the native side
OVERLAP = 4  # a quarter of a tile's side lies over its neighbour


def refined(
    painter: Painter,
    order: PaintOrder,
    pictures: Sequence[Image.Image],
    on_step: OnStep = ignore,
    strength: float | None = None,
) -> list[Image.Image]:
    """Each of `pictures`, all of one size, with its details painted anew from the order's words, in that size.

    The order's size and number of candidates do not count; a `strength` of None is the one that suits the model.
    Raises what `Painter.paint` raises.
    """
    card, (width, height) = painter.card, pictures[0].size
    walked = strength or (STRENGTH_SMALL if card.small else STRENGTH)
    ours = replace(order, candidates=len(pictures), rank_from=0, stop_percent=100, strength=walked)
    if width * height <= min(WHOLE * card.native_size**2, card.max_pixels):
        try:
            return _painted(painter, ours, pictures, None, on_step)
        except OutOfMemory:
            if width * height <= card.native_size**2:
                raise
    return _in_tiles(painter, replace(ours, seamless=False), pictures, on_step)


def _in_tiles(
    painter: Painter, order: PaintOrder, pictures: Sequence[Image.Image], on_step: OnStep
) -> list[Image.Image]:
    """One tile after the other; each keeps what its neighbours left in the overlap, and goes on from there."""
    done, finished = [picture.convert("RGB") for picture in pictures], Image.new("L", pictures[0].size)
    order = replace(order, seamless=False)  # a tile has no opposite borders
    boxes = tiles_of(pictures[0].size, tile_side(painter))
    phases = Phases(on_step, [1.0] * len(boxes))
    for number, box in enumerate(boxes):
        crops, mask = [picture.crop(box) for picture in done], finished.crop(box).point([255] + [0] * 255)
        soft = feathered(mask, max(1, min(mask.size) // (4 * OVERLAP)))
        kept = soft if min(soft.getextrema()) == 0 else None
        for picture, crop, new in zip(
            done, crops, _painted(painter, order, crops, kept, phases.phase(number)), strict=True
        ):
            picture.paste(set_in(crop, new, soft, painter.device.name) if kept else new, box[:2])
            picture.info["candidate"] = new.info["candidate"]
        finished.paste(255, box)
    return done


def _painted(
    painter: Painter, order: PaintOrder, pictures: Sequence[Image.Image], mask: Image.Image | None, on_step: OnStep
) -> list[Image.Image]:
    """`pictures` through the model, in a size of its own that loses no pixel, and back."""
    size, multiple = pictures[0].size, painter.multiple
    fit: Size = (ceil(size[0] / multiple) * multiple, ceil(size[1] / multiple) * multiple)
    asked = replace(
        order, width=fit[0], height=fit[1], image=tuple(_in_size(picture.convert("RGB"), fit) for picture in pictures),
        mask=None if mask is None else _in_size(mask, fit),
    )  # fmt: skip
    painted = painter.paint(asked, on_step)
    return [_in_size(picture, size) for picture in painted]


def _in_size(picture: Image.Image, size: Size) -> Image.Image:
    if picture.size == size:
        return picture
    resized = picture.resize(size, Image.Resampling.LANCZOS)
    resized.info = dict(picture.info)
    return resized


def tile_side(painter: Painter) -> int:
    """Pixels of a tile's side: the model's native one, or as much of it as it may paint."""
    card, multiple = painter.card, painter.multiple
    side = min(card.native_size, int(card.max_pixels**0.5))
    return max(multiple, side // multiple * multiple)


def tiles_of(size: Size, side: int) -> list[Box]:
    """Boxes of at most `side` squared that cover `size`, row by row, evenly, with a quarter of overlap at least."""
    across, down = (_starts(length, side) for length in size)
    return [(x, y, min(x + side, size[0]), min(y + side, size[1])) for y, x in product(down, across)]


def _starts(length: int, side: int) -> list[int]:
    if length <= side:
        return [0]
    count = ceil((length - side) / (side - side // OVERLAP))
    return [round(k * (length - side) / count) for k in range(count + 1)]
