"""What is to be painted, and what is seen on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image

Role = Literal["image", "style", "character"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a multi-prompt; only the weights' relations to each other count."""

    text: str
    weight: float = 1.0  #: below 0 pushes away


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that is painted after, and what for."""

    role: Role
    image: Image.Image
    weight: float = 1.0  #: above 0, relative to the others of its role


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintOrder:
    """One painting, fully decided. Pictures are in pixels; candidates count from 0."""

    prompt: str
    negative_prompt: str = ""
    width: int
    height: int
    steps: int
    guidance_scale: float
    seed: int  #: 0 <= seed < 2**32
    candidates: int = 4  #: pictures that come back
    offset: int = 0  #: index of the first candidate, so that a grid may be cut into several orders
    stop_percent: int = 100  #: 10..100: after this share of the steps the predicted clean latents are decoded
    clip_guidance: float = 0.0  #: 0..1; 0 turns it off
    rank_from: int = 0  #: paint this many, keep the best `candidates` by CLIP; 0 turns it off
    chaos: int = 0  #: 0..100: how far the candidates may stray from each other
    image: Image.Image | tuple[Image.Image, ...] | None = None
    """What is started from: one picture for all candidates, or one for each that is painted, all of one size."""
    strength: float = 1.0  #: above 0, at most 1: denoising strength when there is an `image`
    mask: Image.Image | None = None  #: L, as large as the order: white is painted anew, black of `image` is kept

    chunks: tuple[Chunk, ...] = ()  #: in the place of `prompt`, which then only names the whole; weights sum above 0
    loudness: float = 1.0  #: 0.1..2: how loud all words are, where text encoders hear that; below 1 they say less
    weird: int = 0  #: 0..3000: how far the words are turned away from what they mean
    seamless: bool = False  #: opposite borders fit together
    references: tuple[Reference, ...] = ()
    image_weight: float = 1.0  #: 0..3, of references of the role "image"
    style_weight: int = 100  #: 0..1000, of the style's references and of `style_code`
    character_weight: int = 100  #: 0..1000
    style_code: int | None = None  #: 0 <= code < 2**32: a style that is drawn from a number

    def __post_init__(self) -> None:
        """Raise `ValueError` for what no caller may mean; sizes are the painter's to judge."""
        bounds = {
            "seed": (0, 2**32 - 1), "steps": (1, 1000), "candidates": (1, 64), "offset": (0, 2**16),
            "stop_percent": (1, 100), "clip_guidance": (0, 1), "rank_from": (0, 64), "chaos": (0, 100),
            "strength": (0.01, 1), "weird": (0, 3000), "image_weight": (0, 3), "style_weight": (0, 1000),
            "character_weight": (0, 1000), "loudness": (0.1, 2),
        }  # fmt: skip
        for name, (least, most) in bounds.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} is {getattr(self, name)}, not between {least} and {most}")
        if self.mask is not None and (self.image is None or self.mask.size != (self.width, self.height)):
            raise ValueError("a mask belongs to an image and is as large as the order")
        if self.chunks and sum(chunk.weight for chunk in self.chunks) <= 0:
            raise ValueError("the weights of a multi-prompt sum up to more than 0")
        if isinstance(self.image, tuple) and len(self.image) != len(self.painted):
            raise ValueError(f"{len(self.image)} pictures to start {len(self.painted)} candidates from")

    @property
    def painted(self) -> range:
        """Indices of all candidates that are painted for this order."""
        return range(self.offset, self.offset + max(self.candidates, self.rank_from))

    def pictures(self, role: Role) -> list[Reference]:
        """The references of one role."""
        return [reference for reference in self.references if reference.role == role]

    def starts(self, batch: Sequence[int]) -> list[Image.Image]:
        """What the candidates of `batch` start from: one picture for all of them, or one for each; empty without."""
        if isinstance(self.image, tuple):
            return [self.image[candidate - self.offset] for candidate in batch]
        return [] if self.image is None else [self.image]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSeen:
    """One step is done. `index` counts from 0 to `total` - 1, over all batches of the order."""

    index: int
    total: int
    preview: Callable[[], list[Image.Image]]
    """A quick look at each of the order's `candidates`, made when it is called and only valid until the next step;
    grey where a candidate has not been begun; empty for a family that has no previews."""


OnStep = Callable[[StepSeen], None]


def ignore(seen: StepSeen) -> None:
    """The `on_step` that lets everything pass."""
