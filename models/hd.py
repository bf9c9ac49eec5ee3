"""Twice the width and height with details painted anew: what --hd makes of each tile, and a creative upscale of one."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from models.order import OnStep, PaintOrder, ignore
from models.painting import Painter
from models.refine import STRENGTH, refined
from models.upscale import FACTOR, upscale

SHARE = STRENGTH * FACTOR**2  #: of the work of painting the same pictures at their first size


def in_detail(
    painter: Painter, order: PaintOrder, pictures: Sequence[Image.Image], on_step: OnStep = ignore
) -> list[Image.Image]:
    """`pictures`, all of one size, at twice that size. Raises what `Painter.paint` raises."""
    return refined(painter, order, [upscale(picture) for picture in pictures], on_step)
