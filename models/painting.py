"""A loaded model that paints orders. One thread at a time: the weights are shared, everything else is made per call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import diffusers
import torch
from PIL import Image
from torch import Tensor

from models.card import ModelCard
from models.clip import Clip
from models.device import Device
from models.errors import GuidanceRefused, NotAble, OutOfMemory, SizeRefused
from models.families import Family
from models.latents import decode, encode, to_images, to_pixels
from models.memory import in_batches
from models.order import OnStep, PaintOrder, StepSeen, ignore
from models.preview import Previewer
from models.progress import Look, Progress, Seen
from models.running import Guide, Pass
from models.seeds import Purpose, generator, noises
from models.steps import accepted, copied, hooked, noising_with, with_scheduler

if TYPE_CHECKING:
    from models.provenance import Provenance

__all__ = ["Abilities", "OnStep", "PaintOrder", "Painter", "StepSeen", "ignore"]

LEAST_STEPS = 4  # a variation runs at least so many, however small its strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What can be asked of a painter; a family that we do not know paints, and that is all."""

    previews: bool
    stop: bool
    vary: bool
    negative_prompt: bool
    clip_guidance: bool
    ranking: bool


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

    def paint(self, order: PaintOrder, on_step: OnStep = ignore) -> list[Image.Image]:
        """The order's candidates, RGB, in the order of their indices (kept in `image.info["candidate"]`).

        `on_step` is called between steps and may raise, best `Stopped`, which then leaves this call.
        Raises `SizeRefused`, `GuidanceRefused`, `NotAble`, `SchedulerRefused`, `OutOfMemory`.
        """
        self._check(order)
        progress = Progress(order, on_step)
        paint = self._known if self.family else self._unknown
        values: dict[str, str | int] = {
            "model": self.card.name,
            "device": self.device.label,
            "width": order.width,
            "height": order.height,
        }
        with torch.no_grad():
            return in_batches(
                order.painted,
                self.card.max_batch if self.family else 1,
                lambda batch: progress.batch(batch, lambda seen: paint(order, batch, seen)),
                lambda: OutOfMemory(**values),
            )

    def vary(
        self, order: PaintOrder, image: Image.Image, strength: float, on_step: OnStep = ignore
    ) -> list[Image.Image]:
        """Variations of `image`; the larger `strength` (0..1), the farther they go. Raises as `paint` does."""
        return self.paint(replace(order, image=image, strength=strength), on_step)

    @property
    def multiple(self) -> int:
        """Both sides of a picture are multiples of this many pixels."""
        return self._factor * (self.family.patch if self.family else 1)

    @property
    def _factor(self) -> int:
        return int(getattr(self.pipeline, "vae_scale_factor", 8))

    def _check(self, order: PaintOrder) -> None:
        fits = order.width * order.height <= self.card.max_pixels
        if not fits or order.width % self.multiple or order.height % self.multiple:
            raise SizeRefused(
                model=self.card.name, width=order.width, height=order.height,
                multiple=self.multiple, max_pixels=self.card.max_pixels,
            )  # fmt: skip
        if (order.clip_guidance or order.rank_from > order.candidates) and not self.abilities.clip_guidance:
            raise GuidanceRefused(model=self.card.name, reason="its card names no CLIP")
        wants = {"stop": order.stop_percent < 100, "vary": order.image is not None}
        for ability, wanted in wants.items():
            if wanted and not getattr(self.abilities, ability):
                raise NotAble(model=self.card.name, ability=ability)

    def _known(self, order: PaintOrder, batch: Sequence[int], seen: Seen) -> list[Image.Image]:
        """Pictures of a family that we know, through its stock pipeline with our noise and our scheduler."""
        family, vae = self._family(), self.pipeline.vae
        h, w = order.height // self._factor, order.width // self._factor
        noise = self._noise(order, batch, (vae.config.latent_channels, h, w))
        scheduler = copied(self.pipeline.scheduler)
        arguments = {
            **family.words(order.prompt, order.negative_prompt, order.guidance_scale),
            "num_images_per_prompt": len(batch), "num_inference_steps": order.steps,
            "generator": [generator(order.seed, candidate, "sampler") for candidate in batch],
            "width": order.width, "height": order.height, "output_type": "latent",
        }  # fmt: skip
        if order.image is None:
            pipeline = with_scheduler(self.pipeline, scheduler)
            arguments["latents"] = family.pack(noise, h, w)
        else:
            pipeline = with_scheduler(self.pipeline, scheduler, getattr(diffusers, family.image_to_image))
            noising_with(scheduler, noise)
            arguments |= self._start(order, len(batch))
        looks = _Looks(self.previewer, lambda latents: family.unpack(latents, h, w))
        run = Pass(
            pipeline=pipeline, model=self.card.name, generators=arguments["generator"], guide=self._guide(order, batch),
            stop_percent=order.stop_percent, on_step=lambda index, total, clean: seen(index, total, looks.at(clean)),
        )  # fmt: skip
        with hooked(scheduler, run):
            latents = pipeline(**accepted(pipeline.__call__, arguments)).images
        return to_images(decode(vae, self._affine, family.unpack(latents, h, w)))

    def _noise(self, order: PaintOrder, batch: Sequence[int], shape: tuple[int, ...]) -> Tensor:
        purpose: Purpose = "noise" if order.image is None else "variation"
        denoiser = getattr(self.pipeline, self._family().denoiser)
        return noises(order.seed, batch, purpose, shape).to(device=self.device.name, dtype=denoiser.dtype)

    def _start(self, order: PaintOrder, count: int) -> dict[str, Any]:
        """The arguments of a variation: the tile's latents, and so many steps that enough of them are run."""
        assert order.image is not None
        tile = encode(self.pipeline.vae, self._affine, to_pixels([order.image], (order.width, order.height)))
        steps = max(order.steps, -(-LEAST_STEPS // order.strength))
        return {
            "image": tile.expand(count, -1, -1, -1).contiguous(),
            "strength": order.strength,
            "num_inference_steps": int(steps),
        }

    def _guide(self, order: PaintOrder, batch: Sequence[int]) -> Guide | None:
        return None

    def _unknown(self, order: PaintOrder, batch: Sequence[int], seen: Seen) -> list[Image.Image]:
        """One picture of a family that we do not know: its pipeline as it stands, with our generator."""
        scheduler = copied(self.pipeline.scheduler)
        pipeline = with_scheduler(self.pipeline, scheduler)
        draws = [generator(order.seed, candidate, "noise") for candidate in batch]
        arguments = {
            "prompt": order.prompt, "width": order.width, "height": order.height, "num_inference_steps": order.steps,
            "guidance_scale": order.guidance_scale, "generator": draws[0],
        }  # fmt: skip
        if order.negative_prompt:
            arguments["negative_prompt"] = order.negative_prompt
        run = Pass(
            pipeline=pipeline, model=self.card.name, generators=draws,
            on_step=lambda index, total, clean: seen(index, total, list),
        )  # fmt: skip
        with hooked(scheduler, run):
            return list(pipeline(**accepted(pipeline.__call__, arguments)).images)

    def _family(self) -> Family:
        assert self.family is not None
        return self.family

    @property
    def _affine(self) -> Any:
        return self._family().normalisation(self.pipeline.vae.config)


@dataclass(frozen=True)
class _Looks:
    """Lazy previews of packed clean latents."""

    previewer: Previewer | None
    unpack: Callable[[Tensor], Tensor]

    def at(self, clean: Tensor | None) -> Look:
        previewer = self.previewer
        if previewer is None or clean is None:
            return list
        return lambda: previewer.images(self.unpack(clean))
