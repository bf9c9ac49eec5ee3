"""The styles in which a scene is painted. A style repaints the flat picture, knowing where its things stand."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from training.data.styles_body import glass, oil, pixel
from training.data.styles_line import neon, pencil
from training.data.styles_wet import ink, watercolour

Style = Callable[[Image.Image, Image.Image, int], Image.Image]  #: flat picture, mask of its things, seed -> picture


def _flat(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    return flat


STYLES: dict[str, Style] = {
    "flat": _flat,
    "watercolour": watercolour,
    "oil": oil,
    "pencil": pencil,
    "pixel": pixel,
    "neon": neon,
    "ink": ink,
    "glass": glass,
}
