"""A loaded model that paints orders. One thread at a time: the weights are shared, everything else is made per call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from PIL import Image

from models.batch import KnownBatch, paint_unknown
from models.captioner import Captioner
from models.card import ModelCard
from models.clip import Clip
from models.device import Device
from models.errors import GuidanceRefused, NotAble, OutOfMemory, SizeRefused
from models.families import Family
from models.memory import in_batches
from models.order import OnStep, PaintOrder, StepSeen, ignore
from models.preview import Previewer
from models.progress import Progress, Seen
from models.provenance import Provenance
from models.ranking import rank
from models.vary import varied

__all__ = ["Abilities", "OnStep", "PaintOrder", "Painter", "StepSeen", "ignore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What can be asked of a painter; a family that we do not know paints, and that is all."""

    previews: bool
    stop: bool
    vary: bool
    repaint: bool  #: a part of a picture, the rest kept
    negative_prompt: bool
    chaos: bool
    clip_guidance: bool
    ranking: bool
    weights: bool  #: of the texts of a multi-prompt
    weird: bool
    seamless: bool
    image: bool  #: paints after image prompts
    style: bool  #: paints in the manner of pictures, or of a number
    character: bool  #: paints what is seen in pictures


@dataclass(kw_only=True)
class Painter:
    """One model on one device."""

    card: ModelCard
    device: Device
    pipeline: Any
    family: Family | None
    abilities: Abilities
    provenance: Provenance
    previewer: Previewer | None = None
    clip: Clip | None = None
    captioner: Captioner | None = None
    quick: Any = None  #: the few-step student's pipeline, on the same autoencoder and text tower

    def paint(self, order: PaintOrder, on_step: OnStep = ignore) -> list[Image.Image]:
        """The order's candidates, RGB, in the order of their indices (kept in `image.info["candidate"]`).

        `on_step` is called between steps and may raise, best `Stopped`, which then leaves this call.
        Raises `SizeRefused`, `GuidanceRefused`, `NotAble`, `SchedulerRefused`, `OutOfMemory`.
        """
        self._check(order)
        progress = Progress(order, on_step)
        with torch.no_grad():
            images = in_batches(
                order.painted,
                self.card.max_batch if self.family else 1,
                lambda batch: progress.batch(batch, lambda seen: self._batch(order, batch, seen)),
                lambda: self._too_large(order),
            )
            if self.clip and len(images) > order.candidates:
                return rank(self.clip, order.prompt, images, order.candidates)
            return images

    def vary(
        self,
        order: PaintOrder,
        image: Image.Image,
        strength: Literal["subtle", "strong"] | float,
        on_step: OnStep = ignore,
    ) -> list[Image.Image]:
        """Variations of `image`; the larger `strength` (0..1), the farther they go. Raises as `paint` does."""
        return self.paint(varied(order, image, strength), on_step)

    @property
    def multiple(self) -> int:
        """Both sides of a picture are multiples of this many pixels."""
        factor = int(getattr(self.pipeline, "vae_scale_factor", 8))
        return factor * (self.family.patch if self.family else 1)

    def _batch(self, order: PaintOrder, batch: Sequence[int], seen: Seen) -> list[Image.Image]:
        if self.family is None:
            return paint_unknown(self.pipeline, self.card.name, order, batch[0], seen)
        quick = self.quick if self._is_quick(order) else None
        known = KnownBatch(
            pipeline=quick or self.pipeline, model=self.card.name, family=self.family, previewer=self.previewer,
            clip=self.clip, order=order, batch=batch,
            sketched=quick is not None and self.card.student_decoder == "tiny_vae",
        )  # fmt: skip
        return known.paint(seen)

    def _is_quick(self, order: PaintOrder) -> bool:
        """A picture from nothing in few steps is the student's: it knows whole roads alone, no part of one."""
        return order.steps <= self.card.student_steps and order.image is None and order.stop_percent == 100

    def _check(self, order: PaintOrder) -> None:
        """Raise for what cannot be painted, before anything is."""
        fits = order.width * order.height <= self.card.max_pixels
        if not fits or order.width % self.multiple or order.height % self.multiple:
            raise SizeRefused(
                model=self.card.name, width=order.width, height=order.height,
                multiple=self.multiple, max_pixels=self.card.max_pixels,
            )  # fmt: skip
        wants = {"stop": order.stop_percent < 100, "vary": order.image is not None, "chaos": order.chaos > 0,
                 "repaint": order.mask is not None, "weights": len(order.chunks) > 1, "weird": order.weird > 0,
                 "seamless": order.seamless, "image": bool(order.pictures("image")),
                 "style": bool(order.pictures("style")) or order.style_code is not None,
                 "character": bool(order.pictures("character"))}  # fmt: skip
        for ability, wanted in wants.items():
            if wanted and not getattr(self.abilities, ability):
                raise NotAble(model=self.card.name, ability=ability)
        if order.clip_guidance > 0 and not self.abilities.clip_guidance:
            raise GuidanceRefused(model=self.card.name, reason=self._why_unguided())
        if order.rank_from > order.candidates and not self.abilities.ranking:
            raise GuidanceRefused(model=self.card.name, reason=self._why_unguided())

    def _why_unguided(self) -> str:
        return "its card names no CLIP" if self.clip is None else "its family or its scheduler is not known"

    def _too_large(self, order: PaintOrder) -> OutOfMemory:
        return OutOfMemory(
            model=self.card.name, device=self.device.label, width=order.width, height=order.height
        )  # fmt: skip
