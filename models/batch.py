"""One batch of candidates through a stock pipeline, with our noise, our scheduler and our eyes on its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from models.chaos import straying
from models.clip import Clip
from models.composing import composing
from models.families import Family
from models.from_latents import image_to_image
from models.keeping import Keep, share_of_cells, together
from models.latents import Affine, decode, encode, to_images, to_pixels
from models.levels import Level
from models.likeness import Likeness
from models.order import PaintOrder
from models.preview import Previewer
from models.progress import Look, Seen
from models.running import Guide, Pass
from models.seamless import quietly_cut, seamless
from models.seeds import Purpose, generator, noises
from models.softening import softened
from models.speech import Speech, speech
from models.steps import accepted, copied, hooked, noising_with, with_scheduler
from models.vary import start
from models.weird import turning


@dataclass(kw_only=True)
class KnownBatch:
    """Candidates `batch` of `order`, by a pipeline of a family that we know."""

    pipeline: Any
    model: str
    family: Family
    order: PaintOrder
    batch: Sequence[int]
    previewer: Previewer | None
    clip: Clip | None
    sketched: bool = False  #: a few-step student's, decoded by the small autoencoder

    def paint(self, seen: Seen) -> list[Image.Image]:
        """The pictures; `seen` is told of each step and may raise."""
        scheduler = copied(self.pipeline.scheduler)
        pipeline, arguments = self._call(scheduler)
        run = Pass(
            pipeline=pipeline, model=self.model, generators=arguments["generator"], guide=self._guides(),
            stop_percent=self.order.stop_percent, ending=self._ending,
            on_step=lambda index, total, clean: seen(index, total, self._look(clean)),
        )  # fmt: skip
        with hooked(scheduler, run), self._seamless(run.share), self._hearing(run.share):
            latents = pipeline(**accepted(pipeline.__call__, arguments)).images
            pixels = self._finished(self._unpack(latents))
            return to_images(quietly_cut(pixels) if self._borderless else pixels)

    @contextmanager
    def _hearing(self, done: Callable[[], float]) -> Iterator[None]:
        """What the denoiser hears within the block: all texts of a multi-prompt, turned and straying as ordered."""
        order, said, denoiser = self.order, self._speech, self._denoiser
        rows = [*self.batch] * said.texts
        with (
            composing(denoiser, said.heard, said.weights, len(self.batch)),
            turning(denoiser, order.weird, order.seed, rows),
            straying(denoiser, order.chaos, order.seed, rows, done),
        ):
            yield

    @property
    def _borderless(self) -> bool:
        return self.order.seamless and self.order.mask is None  # a part of a picture has no opposite borders

    def _seamless(self, done: Callable[[], float]) -> AbstractContextManager[None]:
        family, vae, seed = self.family, self.pipeline.vae, self.order.seed
        return seamless(self._borderless, self._denoiser, vae, seed, family.patch, self._unpack, self._pack, done)

    def _ending(self, clean: Tensor, level: Level) -> Tensor:
        return self._pack(softened(self._unpack(clean), level.noise_share, seamless=self._borderless))

    @cached_property
    def _speech(self) -> Speech:
        return speech(self.pipeline, self.family, self.order, len(self.batch))

    def _call(self, scheduler: Any) -> tuple[Any, dict[str, Any]]:
        """The pipeline to call and what to call it with."""
        order, count = self.order, len(self.batch)
        arguments = {
            **self._speech.arguments, "num_inference_steps": order.steps,
            "generator": [generator(order.seed, candidate, "sampler") for candidate in self.batch],
            "width": order.width, "height": order.height, "output_type": "latent",
        }  # fmt: skip
        if order.image is None:
            latents = self._pack(self._noise("noise"))
            return with_scheduler(self.pipeline, scheduler), {**arguments, "latents": latents}
        noising_with(scheduler, self._noise("variation" if order.mask is None else "repaint"))
        kind = image_to_image(self.family.image_to_image)
        return with_scheduler(self.pipeline, scheduler, kind), {**arguments, **start(self._start, order, count)}

    @cached_property
    def _start(self) -> Tensor:
        """The latents of what is started from, (1, C, h, w) for all candidates or (B, C, h, w)."""
        return torch.cat([self._encode(image) for image in self.order.starts(self.batch)])

    def _noise(self, purpose: Purpose) -> Tensor:
        shape = (self.pipeline.vae.config.latent_channels, *self._size)
        return noises(self.order.seed, self.batch, purpose, shape).to(self._denoiser.device, self._denoiser.dtype)

    def _guides(self) -> Guide | None:
        """What moves the predicted clean latents; what is to be kept comes last, so that nothing moves it."""
        kept = None
        if self.order.mask is not None:
            anew = share_of_cells(self.order.mask, self._size).to(self._start)
            kept = Keep(known=self._start, anew=anew, unpack=self._unpack, pack=self._pack)
        return together(guide for guide in (*self._likenesses(), kept) if guide is not None)

    def _likenesses(self) -> Sequence[Guide | None]:
        tiny = self.previewer.tiny if self.previewer else None
        likeness = Likeness(
            order=self.order, batch=self.batch, clip=self.clip, unpack=self._unpack, pack=self._pack,
            encode=self._encode, decode=tiny_decode(tiny) if tiny is not None else self._decode,
        )  # fmt: skip
        return likeness.guides()

    def _encode(self, image: Image.Image) -> Tensor:
        return encode(self.pipeline.vae, self._affine, to_pixels([image], (self.order.width, self.order.height)))

    def _look(self, clean: Tensor | None) -> Look:
        previewer = self.previewer
        if previewer is None or clean is None:
            return list
        return lambda: previewer.images(self._unpack(clean))

    @cached_property
    def _affine(self) -> Affine:
        return self.family.normalisation(self.pipeline.vae.config)

    @property
    def _denoiser(self) -> Any:
        return getattr(self.pipeline, self.family.denoiser)

    @property
    def _size(self) -> tuple[int, int]:
        """Height and width of the latents."""
        factor = int(self.pipeline.vae_scale_factor)
        return self.order.height // factor, self.order.width // factor

    def _pack(self, latents: Tensor) -> Tensor:
        return self.family.pack(latents, *self._size)

    def _unpack(self, latents: Tensor) -> Tensor:
        return self.family.unpack(latents, *self._size)

    def _finished(self, latents: Tensor) -> Tensor:
        tiny = self.previewer.tiny if self.previewer and self.sketched and not self._borderless else None
        return self._decode(latents) if tiny is None else tiny_decode(tiny)(latents)

    def _decode(self, latents: Tensor) -> Tensor:
        return decode(self.pipeline.vae, self._affine, latents)


def tiny_decode(tiny: Any) -> Any:
    """The decoder of an AutoencoderTiny, which knows no normalisation."""
    return lambda latents: tiny.decode(latents.to(tiny.dtype), return_dict=False)[0].float()


def paint_unknown(pipeline: Any, model: str, order: PaintOrder, candidate: int, seen: Seen) -> list[Image.Image]:
    """One picture of a family that we do not know: its pipeline as it stands, with our generator."""
    scheduler = copied(pipeline.scheduler)
    ours = with_scheduler(pipeline, scheduler)
    draws = [generator(order.seed, candidate, "noise")]
    arguments = {
        "prompt": order.prompt, "width": order.width, "height": order.height, "num_inference_steps": order.steps,
        "guidance_scale": order.guidance_scale, "generator": draws[0],
    }  # fmt: skip
    if order.negative_prompt:
        arguments["negative_prompt"] = order.negative_prompt
    run = Pass(
        pipeline=ours, model=model, generators=draws, on_step=lambda index, total, clean: seen(index, total, list)
    )
    with hooked(scheduler, run):
        return list(ours(**accepted(ours.__call__, arguments)).images)
