"""A part of a picture, painted anew from words; not one pixel outside of it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from models.errors import NothingToPaint
from models.order import OnStep, PaintOrder, StepSeen, ignore
from models.painting import Painter
from models.seam import feathered, set_in
from models.window import Window, window

FEATHER = 1 / 32  # of the shorter side of what is looked at: how far around the part both pictures mix
WHITE_FROM = 128  # of 255: what a mask must have to be painted anew


def repaint(
    painter: Painter,
    order: PaintOrder,
    picture: Image.Image,
    mask: Image.Image,
    on_step: OnStep = ignore,
    strength: float = 1.0,
) -> list[Image.Image]:
    """The order's candidates: `picture` with what is white in `mask` painted anew, in the size of `picture`; beyond a
    feather around it no pixel changes.

    The order's own width and height do not count: what is looked at follows from the mask and the model. A `strength`
    below 1 starts from what is there. Raises `NothingToPaint` for a black mask, and what `Painter.paint` raises.
    """
    part = Part.of(picture, mask, painter)
    asked = replace(
        order, width=part.window.size[0], height=part.window.size[1], strength=strength,
        image=_fitted(part.crop, part.window.size), mask=_fitted(part.hole, part.window.size),
    )  # fmt: skip
    painted = painter.paint(asked, _whole(on_step, part.into))
    return [part.into(image) for image in painted]


@dataclass(frozen=True, kw_only=True)
class Part:
    """The part of one picture that is looked at. `hole`: the feathered mask, as large as `crop`."""

    picture: Image.Image
    window: Window
    crop: Image.Image
    hole: Image.Image
    device: str

    @classmethod
    def of(cls, picture: Image.Image, mask: Image.Image, painter: Painter) -> Part:
        """Raises `NothingToPaint`."""
        whole, hole = picture.convert("RGB"), binary(_fitted(mask.convert("L"), picture.size))
        box = hole.getbbox()
        if box is None:
            raise NothingToPaint()
        card = painter.card
        seen = window(box, whole.size, card.native_size, card.max_pixels, painter.multiple)
        crop = whole.crop(seen.box)
        soft = feathered(hole.crop(seen.box), round(FEATHER * min(crop.size)))
        return cls(picture=whole, window=seen, crop=crop, hole=soft, device=painter.device.name)

    def into(self, painted: Image.Image) -> Image.Image:
        """The whole picture with `painted`, of any size, set into it; it keeps what `painted` says of itself."""
        merged = set_in(self.crop, _fitted(painted, self.crop.size), self.hole, self.device)
        whole = self.picture.copy()
        whole.paste(merged, self.window.box[:2])
        whole.info.update(painted.info)
        return whole


def binary(mask: Image.Image) -> Image.Image:
    """`mask` in black and white alone."""
    return mask.point([255 if level >= WHITE_FROM else 0 for level in range(256)])


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _whole(on_step: OnStep, into: Callable[[Image.Image], Image.Image]) -> OnStep:
    """`on_step`, shown the whole picture at each look."""

    def seen(step: StepSeen) -> None:
        on_step(replace(step, preview=lambda: [into(image) for image in step.preview()]))

    return seen
