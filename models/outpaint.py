"""A picture in a larger frame, its surroundings painted: zoom, pan, make square.

What is new begins as the picture's rim, carried on outwards: a horizon goes on, and no second object is hinted at. A
frame that is much larger than its picture is painted in rings from inside to outside. At once, the embedded model
painted a second object below the first at zoom 2, and a second horizon above the first in a pan: it knows things in one
size and place alone. So a small model is given smaller rings and less freedom; larger ones were not measured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, log, sqrt
from typing import Literal

import torch.nn.functional as F
from PIL import Image, ImageChops, ImageFilter

from models.inpaint import feather_of, repaint
from models.latents import to_images, to_pixels
from models.order import OnStep, PaintOrder, ignore
from models.painting import Painter
from models.phases import Phases
from models.seam import feathered
from models.window import Box, Size

STRENGTH, STRENGTH_SMALL = 0.8, 0.6  # of the denoising of what is new: it starts from the rim's colours, carried on
AT_ONCE, AT_ONCE_SMALL = 1.75, 1.3  # times the picture's side: a larger frame is painted in rings
PER_RING = 1.42  # times the side of what is there: two rings for a zoom of 2 and for a small model's pan
FEATHER = 1 / 16  # of the shorter side: wider than a region's, for the outermost pixels of a picture are its worst
RIM = 1 / 64  # of a side: an autoencoder's outermost pixels are its worst, and are not what is carried on
SOFT = 1 / 64  # of the shorter side: blur of what is carried on

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
) -> list[Image.Image]:
    """The order's candidates of `picture` in its new frame. Raises as `repaint` does."""
    small = painter.card.small
    rings, strength = rings_of(placed, small), STRENGTH_SMALL if small else STRENGTH
    phases = Phases(on_step, [1.0] * len(rings))
    around, within = [picture], placed.box
    for number, ring in enumerate(rings):
        frame = frame_of(ring, placed.frame, picture.width / (placed.box[2] - placed.box[0]))
        box = seen_from(within, ring, frame)
        canvases = [laid_out(one, Placed(frame, box)) for one in around]
        if number:
            own = seen_from(placed.box, ring, frame)
            canvases = [with_own_pixels(canvas, picture, own) for canvas in canvases]
            order = replace(order, rank_from=0)
        mask = Image.new("L", frame, 255)
        mask.paste(0, box)
        around, within = repaint(painter, order, canvases, mask, phases.phase(number), strength, FEATHER), ring
    return around


def rings_of(placed: Placed, small: bool) -> list[Box]:
    """What of the frame is there after each painting, the whole of it last; more of them for a `small` model."""
    left, top, right, bottom = placed.box
    width, height = placed.frame
    growth = max(width / (right - left), height / (bottom - top))
    count = 1 if growth <= (AT_ONCE_SMALL if small else AT_ONCE) else ceil(log(growth) / log(PER_RING) - 1e-9)
    shares = [(growth ** (k / count) - 1) / (growth - 1) for k in range(1, count)]
    rims = (left, top, right - width, bottom - height)  # how far each side is from the frame's own
    boxes = [[round(rim * (1 - share)) for rim in rims] for share in shares]
    return [*((a, b, width + c, height + d) for a, b, c, d in boxes), (0, 0, width, height)]


def frame_of(ring: Box, frame: Size, own: float) -> Size:
    """The size that a ring is painted in: of the whole frame's area, so that the model sees what it knows, but no more
    than `own` times its place in the frame, where the picture has its own size."""
    width, height = ring[2] - ring[0], ring[3] - ring[1]
    scale = max(1.0, min(own, sqrt(frame[0] * frame[1] / (width * height))))
    return round(width * scale), round(height * scale)


def seen_from(box: Box, ring: Box, frame: Size) -> Box:
    """`box` of the whole frame as it lies in `ring`, when that is painted as `frame`."""
    across, down = frame[0] / (ring[2] - ring[0]), frame[1] / (ring[3] - ring[1])
    left, top = round((box[0] - ring[0]) * across), round((box[1] - ring[1]) * down)
    right, bottom = round((box[2] - ring[0]) * across), round((box[3] - ring[1]) * down)
    return left, top, max(left + 1, right), max(top + 1, bottom)


def laid_out(picture: Image.Image, placed: Placed) -> Image.Image:
    """The frame with the picture in it, and its rim carried on around it, a little blurred."""
    left, top, right, bottom = placed.box
    inside = _resized(picture, placed.box)
    free = (left, placed.frame[0] - right, top, placed.frame[1] - bottom)
    trims = [min(ceil(side * RIM), side // 4) if room else 0
             for room, side in zip(free, (inside.width,) * 2 + (inside.height,) * 2, strict=True)]  # fmt: skip
    rim = inside.crop((trims[0], trims[2], inside.width - trims[1], inside.height - trims[3]))
    pads = [room + trim for room, trim in zip(free, trims, strict=True)]
    (canvas,) = to_images(F.pad(to_pixels([rim]), pads, mode="replicate"))
    canvas = canvas.filter(ImageFilter.GaussianBlur(SOFT * min(placed.frame)))
    canvas.paste(inside, (left, top))
    return canvas


def with_own_pixels(canvas: Image.Image, picture: Image.Image, box: Box) -> Image.Image:
    """`canvas` with the picture's own pixels at `box`, resized once and not once for each ring, but for its feather."""
    hole = Image.new("L", canvas.size, 255)
    hole.paste(0, box)
    soft = feathered(hole, feather_of((0, 0, *canvas.size), FEATHER))
    own = canvas.copy()
    own.paste(_resized(picture, box), box[:2])
    return Image.composite(own, canvas, ImageChops.invert(soft))


def _resized(picture: Image.Image, box: Box) -> Image.Image:
    size = (box[2] - box[0], box[3] - box[1])
    inside = picture.convert("RGB")
    return inside if inside.size == size else inside.resize(size, Image.Resampling.LANCZOS)
