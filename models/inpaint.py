"""A part of a picture, painted anew from words; not one pixel outside of it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from models.errors import NothingToPaint
from models.order import OnStep, PaintOrder, StepSeen, ignore
from models.painting import Painter
from models.seam import feathered, set_in
from models.window import Box, Window, window

FEATHER = 1 / 32  # of the shorter side of what is looked at: how far around the part both pictures mix
WHITE_FROM = 128  # of 255: what a mask must have to be painted anew


def repaint(
    painter: Painter,
    order: PaintOrder,
    pictures: Image.Image | Sequence[Image.Image],
    mask: Image.Image,
    on_step: OnStep = ignore,
    strength: float = 1.0,
    feather: float = FEATHER,
) -> list[Image.Image]:
    """The order's candidates: a picture (one for all, or one of the same size for each) with what is white in `mask`
    painted anew; beyond a feather around it no pixel changes.

    The order's own width and height do not count: what is looked at follows from the mask and the model. A `strength`
    below 1 starts from what is there. Raises `NothingToPaint` for a black mask, and what `Painter.paint` raises.
    """
    several = [pictures] if isinstance(pictures, Image.Image) else list(pictures)
    part = Part.of(several[0].size, mask, painter, feather)
    crops = tuple(_fitted(picture.convert("RGB").crop(part.window.box), part.window.size) for picture in several)
    asked = replace(
        order, width=part.window.size[0], height=part.window.size[1], strength=strength,
        image=crops if len(crops) > 1 else crops[0], mask=_fitted(part.hole, part.window.size),
    )  # fmt: skip

    def into(painted: list[Image.Image]) -> list[Image.Image]:
        under = several if len(several) > 1 else several * len(painted)
        return [part.into(old, new) for old, new in zip(under, painted, strict=False)]

    return into(painter.paint(asked, _whole(on_step, into)))


@dataclass(frozen=True, kw_only=True)
class Part:
    """The part of a picture that is looked at. `hole`: the feathered mask, as large as the window's box."""

    window: Window
    hole: Image.Image
    device: str

    @classmethod
    def of(cls, size: tuple[int, int], mask: Image.Image, painter: Painter, feather: float) -> Part:
        """`size` of the picture. Raises `NothingToPaint`."""
        hole = binary(_fitted(mask.convert("L"), size))
        box = hole.getbbox()
        if box is None:
            raise NothingToPaint()
        card = painter.card
        seen = window(box, size, card.native_size, card.max_pixels, painter.multiple)
        soft = feathered(hole.crop(seen.box), feather_of(seen.box, feather))
        return cls(window=seen, hole=soft, device=painter.device.name)

    def into(self, picture: Image.Image, painted: Image.Image) -> Image.Image:
        """`picture` with `painted`, of any size, set into it; it keeps what `painted` says of itself."""
        whole = picture.convert("RGB")
        crop = whole.crop(self.window.box)
        merged = set_in(crop, _fitted(painted, crop.size), self.hole, self.device)
        whole.paste(merged, self.window.box[:2])
        whole.info = dict(painted.info)
        return whole


def feather_of(box: Box, share: float = FEATHER) -> int:
    """The feather in pixels, when `box` is looked at; `share` of its shorter side."""
    return max(1, round(share * min(box[2] - box[0], box[3] - box[1])))


def binary(mask: Image.Image) -> Image.Image:
    """`mask` in black and white alone."""
    return mask.point([255 if level >= WHITE_FROM else 0 for level in range(256)])


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _whole(on_step: OnStep, into: Callable[[list[Image.Image]], list[Image.Image]]) -> OnStep:
    """`on_step`, shown the whole pictures at each look."""

    def seen(step: StepSeen) -> None:
        on_step(replace(step, preview=lambda: into(step.preview())))

    return seen
