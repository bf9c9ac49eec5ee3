"""A scene as pixels: a painted place with Noto Color Emoji drawings standing in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from training.data import places
from training.data.objects import by_key
from training.data.scene import Scene, Thing

FONT = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
GLYPH_SIZE = 109  #: the one size at which the font holds its bitmaps, in pixels

_TINTS = {
    "red": (226, 44, 44),
    "orange": (246, 140, 30),
    "yellow": (248, 214, 40),
    "green": (60, 176, 66),
    "blue": (48, 108, 226),
    "purple": (146, 66, 190),
    "pink": (250, 130, 178),
}


class FontMissing(Exception):
    """The emoji font is not where it was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"No emoji font at {path}. Install Debian's fonts-noto-color-emoji, or name the file.")
        self.path = path


@lru_cache(maxsize=512)
def glyph(drawing: str, font: Path = FONT) -> Image.Image:
    """An emoji's drawing, cropped to a transparent square (RGBA) at the font's own size."""
    if not font.is_file():
        raise FontMissing(font)
    face = ImageFont.truetype(str(font), GLYPH_SIZE)
    sheet = Image.new("RGBA", (GLYPH_SIZE * 2, GLYPH_SIZE * 2))
    ImageDraw.Draw(sheet).text((GLYPH_SIZE // 2, GLYPH_SIZE // 2), drawing, font=face, embedded_color=True)
    cropped = sheet.crop(sheet.getbbox())
    edge = max(cropped.size)
    square = Image.new("RGBA", (edge, edge))
    square.paste(cropped, ((edge - cropped.width) // 2, edge - cropped.height))
    return square


@lru_cache(maxsize=2048)
def tinted(drawing: str, tint: str | None, font: Path = FONT) -> Image.Image:
    """The drawing in shades of one colour; lights stay light and darks stay dark."""
    own = glyph(drawing, font)
    if tint is None:
        return own
    light = np.asarray(own.convert("L"), dtype=np.float32)[..., None] / 255  # (h, w, 1)
    colour = np.asarray(_TINTS[tint], dtype=np.float32)
    shade = np.where(light < 0.5, colour * (light + 0.5), colour + (255 - colour) * (light - 0.5) * 1.2)
    picture = Image.fromarray(shade.clip(0, 255).astype(np.uint8))
    picture.putalpha(own.getchannel("A"))
    return picture


@lru_cache(maxsize=64)
def _shadow(width: int) -> Image.Image:
    """A soft ellipse, darkest in the middle, as an alpha mask."""
    mask = Image.new("L", (width, max(4, width // 4)))
    box = (width // 10, mask.height // 4, width - width // 10, mask.height - mask.height // 4)
    ImageDraw.Draw(mask).ellipse(box, fill=70)
    return mask.filter(ImageFilter.GaussianBlur(width / 30))


def _stand(picture: Image.Image, thing: Thing, font: Path, shadow: bool) -> None:
    edge = round(thing.size * picture.width)
    left, top = round(thing.x * picture.width - edge / 2), round(thing.y * picture.height - edge / 2)
    if shadow:
        mask = _shadow(edge)
        picture.paste((20, 20, 40), (left, top + edge - round(mask.height * 0.6)), mask)
    drawing = tinted(by_key()[thing.key].glyph, thing.tint, font).resize((edge, edge), Image.Resampling.BILINEAR)
    picture.paste(drawing, (left, top), drawing)


def render(scene: Scene, size: int = 128, font: Path = FONT) -> Image.Image:
    """The scene as an RGB picture of `size` by `size` pixels. Equal scenes give equal pictures.

    Raises FontMissing, with the Debian package to install.
    """
    picture = places.paint(scene.place, scene.time, scene.seed, size)
    for thing in scene.things:
        _stand(picture, thing, font, shadow=scene.place not in ("space", "underwater", "clouds"))
    return picture


def pixels(picture: Image.Image) -> NDArray[np.uint8]:
    """(height, width, 3), 0-255."""
    return np.asarray(picture)
