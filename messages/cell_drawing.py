"""The pictures of the region panel, and the mask that comes of it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from messages.cells import Cells, chosen

SHOWN_SIDE = 512  #: pixels of the panel's picture, at most
TINT = (255, 45, 120, 130)  #: over what is to be painted anew; RGBA
INK, EDGE = (255, 255, 255, 235), (0, 0, 0, 200)


WHITE_FROM = 128  # of 255: what of a mask counts as white


def numbered(png: bytes, cells: Cells, mask: bytes) -> bytes:
    """A small copy under the cells' numbers, tinted where the mask (an L PNG) is white; WebP."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    small = max(1, SHOWN_SIDE // max(picture.size))
    if small > 1:  # numbers are to be read on a tiny picture too
        picture = picture.resize((picture.width * small, picture.height * small), Image.Resampling.NEAREST)
    with Image.open(io.BytesIO(mask)) as white:
        tinted = white.resize(picture.size, Image.Resampling.NEAREST)
    over = Image.new("RGBA", picture.size)
    over.paste(TINT, mask=tinted)
    _draw(ImageDraw.Draw(over), cells, picture.size)
    shown = Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")
    out = io.BytesIO()
    shown.save(out, "webp", quality=80)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, cells: Cells, size: tuple[int, int]) -> None:
    font = ImageFont.load_default(max(10, min(size) // cells.rows // 4))
    for number in range(1, cells.count + 1):
        left, top, right, bottom = cells.box(number, size)
        pen.rectangle((left, top, right - 1, bottom - 1), None, EDGE, 2)
        pen.rectangle((left + 1, top + 1, right - 2, bottom - 2), None, INK)
        middle = ((left + right) / 2, (top + bottom) / 2)
        pen.text(middle, str(number), INK, font, "mm", stroke_width=2, stroke_fill=EDGE)


def mask_of(size: tuple[int, int], cells: Cells, bits: int) -> bytes:
    """An L PNG of that size, white where cells are chosen."""
    mask = Image.new("L", size)
    for number in chosen(bits & cells.all):
        mask.paste(255, cells.box(number, size))
    return _png(mask)


def mask_from(picture: bytes, size: tuple[int, int]) -> bytes:
    """The same from somebody's picture, whatever its size; black and white alone."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L").resize(size)
    return _png(grey.point([255 if level >= WHITE_FROM else 0 for level in range(256)]))


def is_black(mask: bytes) -> bool:
    """Whether nothing in it is white."""
    with Image.open(io.BytesIO(mask)) as opened:
        return opened.getbbox() is None


def _png(mask: Image.Image) -> bytes:
    out = io.BytesIO()
    mask.save(out, "png")
    return out.getvalue()


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(io.BytesIO(png)) as opened:
        return opened.size
