"""A scene as pixels: a painted place with Noto Color Emoji drawings standing in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from training.data import places
from training.data.graph import Scene, Thing
from training.data.layout import Square, around, copies, within
from training.data.light import fallen
from training.data.objects import by_key
from training.data.outfits import MOUNT, own_square, where_worn
from training.data.styles import STYLES
from training.data.words import CROWDS

FONT = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
CROWD, FRONT = 26, 0.8  #: how many surround one, and the height in the frame below which they stand in front
GLYPH_SIZE = 109  #: the one size at which the font holds its bitmaps, in pixels

_TINTS = {
    "red": (226, 44, 44),
    "orange": (246, 140, 30),
    "yellow": (248, 214, 40),
    "green": (60, 176, 66),
    "blue": (48, 108, 226),
    "purple": (146, 66, 190),
    "pink": (250, 130, 178),
    "brown": (140, 88, 46),
}
_GREYS = {"white": (150, 105), "black": (14, 84)}  #: darkest and how much lighter the lightest is


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


@lru_cache(maxsize=1024)
def tinted(drawing: str, tint: str | None, font: Path = FONT) -> Image.Image:
    """The drawing in shades of one colour; lights stay light and darks stay dark."""
    own = glyph(drawing, font)
    if tint is None:
        return own
    light = np.asarray(own.convert("L"), dtype=np.float32)[..., None] / 255  # (h, w, 1)
    if tint in _GREYS:
        dark, span = _GREYS[tint]
        shade = np.repeat(dark + span * np.sqrt(light) if tint == "white" else dark + span * light, 3, axis=2)
    else:
        colour = np.asarray(_TINTS[tint], dtype=np.float32)
        shade = np.where(light < 0.5, colour * (light + 0.5), colour + (255 - colour) * (light - 0.5) * 1.2)
    picture = Image.fromarray(shade.clip(0, 255).astype(np.uint8))
    picture.putalpha(own.getchannel("A"))
    return picture


@lru_cache(maxsize=4096)
def _sized(drawing: str, tint: str | None, edge: int, font: Path) -> Image.Image:
    return tinted(drawing, tint, font).resize((edge, edge), Image.Resampling.BILINEAR)


@lru_cache(maxsize=256)
def _shadow(width: int) -> Image.Image:
    """A soft ellipse, darkest in the middle, as an alpha mask."""
    mask = Image.new("L", (width, max(4, width // 4)))
    box = (width // 10, mask.height // 4, width - width // 10, mask.height - mask.height // 4)
    ImageDraw.Draw(mask).ellipse(box, fill=70)
    return mask.filter(ImageFilter.GaussianBlur(width / 30))


class _Painter:
    """The picture in the making, and where its things stand."""

    def __init__(self, scene: Scene, size: int, font: Path) -> None:
        self.picture = places.paint(scene.place, scene.time, scene.seed, size, scene.weather)
        self.mask = Image.new("L", self.picture.size) if scene.style != "flat" else None
        self.shadow, self.font = not places.by_key()[scene.place].floats, font

    def stand(self, key: str, tint: str | None, square: Square, shadow: bool = False) -> None:
        """Draw one object into a square of the frame."""
        x, y, size = square
        edge = max(1, round(size * self.picture.width))
        left, top = round(x * self.picture.width - edge / 2), round(y * self.picture.height - edge / 2)
        if shadow and self.shadow:
            mask = _shadow(edge)
            self.picture.paste((20, 20, 40), (left, top + edge - round(mask.height * 0.6)), mask)
        drawing = _sized(by_key()[key].glyph, tint, edge, self.font)
        self.picture.paste(drawing, (left, top), drawing)
        if self.mask is not None:
            self.mask.paste(255, (left, top), drawing)

    def thing(self, thing: Thing, rng: Random) -> None:
        """Draw a thing with its copies, what it wears and what it rides."""
        for x, y, edge in copies(thing.count, rng):
            square = within((thing.x, thing.y, thing.size), (x, y, edge))
            self.one(thing, square)

    def one(self, thing: Thing, square: Square) -> None:
        """Draw one copy."""
        rider = own_square(thing.ridden, square)
        self.stand(thing.key, thing.tint, rider, shadow=not thing.ridden)
        if thing.ridden:
            self.stand(thing.ridden, None, within(square, MOUNT), shadow=True)
        if thing.worn:
            self.stand(thing.worn, None, within(rider, where_worn(thing.key, thing.worn)))

    def crowd(self, scene: Scene, rng: Random, front: bool) -> None:
        """Draw the half of the crowd behind, or the half in front, of who stands among it."""
        keys = CROWDS[scene.crowd][0] if scene.crowd else ()
        for x, y, edge in around(rng, CROWD) if keys else ():
            key = rng.choice(keys)
            if (y > FRONT) == front:
                self.stand(key, None, (x, y, edge))


def dice(scene: Scene) -> Random:
    """What the copies of the scene's things are spread with, thing after thing."""
    return Random(scene.seed + 3)


def render(scene: Scene, size: int = 128, font: Path = FONT) -> Image.Image:
    """The scene as an RGB picture of `size` by `size` pixels. Equal scenes give equal pictures.

    Raises FontMissing, with the Debian package to install.
    """
    painter = _Painter(scene, size, font)
    painter.crowd(scene, Random(scene.seed + 2), front=False)
    rng = dice(scene)
    for thing in scene.things:
        painter.thing(thing, rng)
    painter.crowd(scene, Random(scene.seed + 2), front=True)
    fallen(painter.picture, scene.weather, scene.seed)
    return painter.picture if painter.mask is None else STYLES[scene.style](painter.picture, painter.mask, scene.seed)


def pixels(picture: Image.Image) -> NDArray[np.uint8]:
    """(height, width, 3), 0-255."""
    return np.asarray(picture)
