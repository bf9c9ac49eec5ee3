"""A picture in a larger frame, its surroundings painted: zoom, pan, make square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image

from models.inpaint import repaint
from models.latents import to_images, to_mask, to_pixels
from models.order import OnStep, PaintOrder, ignore
from models.painting import Painter
from models.seam import membrane
from models.window import Box, Size

STRENGTH = 0.8  # denoising strength of the border: its colours, carried on, are what it starts from

Side = Literal["left", "right", "up", "down"]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a picture stands in its new frame: resized to `box`, which lies within `frame` (width, height)."""

    frame: Size
    box: Box


def zoomed(picture: Size, frame: Size, zoom: float) -> Placed:
    """The picture in the middle of `frame`, as large as `frame` over `zoom` (1..2) lets it be."""
    scale = min(frame[0] / picture[0], frame[1] / picture[1]) / zoom
    return _placed(picture, frame, scale, (0.5, 0.5))


def panned(picture: Size, frame: Size, side: Side) -> Placed:
    """The picture at the far end of a frame that goes on at `side`; its pixels stay, and the frame follows them."""
    along = 0 if side in ("left", "right") else 1
    scale = picture[1 - along] / frame[1 - along]
    grown = (round(frame[0] * scale), round(frame[1] * scale))
    return _placed(picture, grown, 1.0, {"left": (1, 0), "up": (0, 1), "right": (0, 0), "down": (0, 0)}[side])


def squared(picture: Size) -> Placed:
    """The picture in the middle of the smallest square around it; its pixels stay."""
    side = max(picture)
    return _placed(picture, (side, side), 1.0, (0.5, 0.5))


def _placed(picture: Size, frame: Size, scale: float, where: tuple[float, float]) -> Placed:
    """`where`: shares of the free room that are left of and above the picture."""
    width, height = (min(round(side * scale), most) for side, most in zip(picture, frame, strict=True))
    left, top = round((frame[0] - width) * where[0]), round((frame[1] - height) * where[1])
    return Placed(frame, (left, top, left + width, top + height))


def extend(
    painter: Painter,
    order: PaintOrder,
    picture: Image.Image,
    placed: Placed,
    on_step: OnStep = ignore,
    strength: float = STRENGTH,
) -> list[Image.Image]:
    """The order's candidates of `picture` in its new frame. Raises as `repaint` does."""
    canvas, mask = laid_out(picture, placed)
    return repaint(painter, order, canvas, mask, on_step, strength)


def laid_out(picture: Image.Image, placed: Placed) -> tuple[Image.Image, Image.Image]:
    """The frame with the picture in it and its border's colours carried on around it, and the mask of what is new."""
    left, top, right, bottom = placed.box
    inside = picture.convert("RGB")
    if inside.size != (right - left, bottom - top):
        inside = inside.resize((right - left, bottom - top), Image.Resampling.LANCZOS)
    canvas, mask = Image.new("RGB", placed.frame), Image.new("L", placed.frame, 255)
    canvas.paste(inside, (left, top))
    mask.paste(0, placed.box)
    (filled,) = to_images(membrane(to_pixels([canvas]), to_mask(mask) < 0.5))
    filled.paste(inside, (left, top))
    return filled, mask
