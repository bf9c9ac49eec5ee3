"""CLIP guidance: the predicted clean latents are moved towards words and pictures, between network and scheduler.

The gradient is taken at the predicted clean latents and not through the denoiser (He et al. 2024, "Manifold Preserving
Guided Diffusion"), on the whole picture and crops of it (Crowson 2021), at the middle of the road only: before it the
prediction is a blur, after it the gradient paints texture that only CLIP sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.clip import Clip
from models.cutouts import views
from models.levels import Level
from models.seeds import generator

MOST_NOISE, LEAST_NOISE = 0.9, 0.3  # of a flow: where on the road the prediction is moved
EVERY_SECOND_FROM = 20  # steps: with so many, every second one is enough
CROPS = 3
LARGEST_STEP = 0.15  # of the latents' own root mean square, at strength 1
CAP = 3.0  # root mean squares: no latent moves farther than so many times the average one
LOSS_SCALE = 1024.0  # keeps the gradients of single pixels above the smallest number of fp16; undone by the norm
LATENTS_SEEN = 64 * 64  # positions decoded for CLIP, which sees 224 x 224 pixels at most


@dataclass(frozen=True, slots=True)
class Wish:
    """What CLIP is to find in the picture."""

    target: Tensor  #: (D,), of unit length
    strength: float  #: 0..1


@dataclass(kw_only=True)
class ClipGuide:
    """The guide of one batch. `unpack`, `pack`: of the family; `decode`: unpacked latents to pixels in -1..1."""

    clip: Clip
    wishes: Sequence[Wish]  #: at least one
    seed: int
    candidates: Sequence[int]
    unpack: Callable[[Tensor], Tensor]
    pack: Callable[[Tensor], Tensor]
    decode: Callable[[Tensor], Tensor]

    def __post_init__(self) -> None:
        self._strength = min(1.0, sum(wish.strength for wish in self.wishes))
        self._draws = [generator(self.seed, candidate, "cutouts") for candidate in self.candidates]
        self._used = False

    def __call__(self, clean: Tensor, level: Level, index: int, total: int) -> Tensor:
        """`clean` moved towards the wishes where this step is one of those to guide, itself elsewhere."""
        last_chance = index == total - 1 and not self._used
        if not (guided_at(level, index, total) or last_chance):
            return clean
        self._used = True
        latents = self.unpack(clean).float()
        return self.pack(latents - LARGEST_STEP * self._strength * _rms(latents) * self._direction(latents))

    @torch.enable_grad()
    def _direction(self, latents: Tensor) -> Tensor:
        """Where the distance to the wishes grows, (B, C, h, w), each picture's root mean square 1 at most."""
        here = latents.detach().clone().requires_grad_()
        pixels = self.decode(_shrunk(here))
        seen = [
            views(picture, self.clip.side, CROPS, draws) for picture, draws in zip(pixels, self._draws, strict=True)
        ]
        found = self.clip.pictures(torch.cat(seen))
        shares = torch.tensor([wish.strength for wish in self.wishes], device=found.device)
        distance = torch.stack([spherical(found, wish.target) for wish in self.wishes], dim=-1) @ (
            shares / shares.sum()
        )
        loss = LOSS_SCALE * distance.view(len(seen), -1).mean(1).sum()
        (gradient,) = torch.autograd.grad(loss, [here])
        even: Tensor = gradient / (_rms(gradient) + 1e-12)
        return even.clamp(-CAP, CAP)


def guided_at(level: Level, index: int, total: int) -> bool:
    """Whether a step is among those that are guided."""
    return LEAST_NOISE <= level.noise_share <= MOST_NOISE and (total < EVERY_SECOND_FROM or index % 2 == 0)


def spherical(pictures: Tensor, target: Tensor) -> Tensor:
    """Half the squared angle between unit vectors (B, D) and (D,), in radians squared: 2 asin(|a - b| / 2)^2."""
    half_chord = torch.linalg.vector_norm(pictures - target, dim=-1) / 2
    distance: Tensor = 2 * half_chord.clamp(max=1 - 1e-6).asin().square()
    return distance


def _rms(values: Tensor) -> Tensor:
    """Root mean square of each picture, (B, 1, 1, 1)."""
    return values.square().mean(dim=(1, 2, 3), keepdim=True).sqrt()


def _shrunk(latents: Tensor) -> Tensor:
    """Latents of at most `LATENTS_SEEN` positions: the gradient of a whole large picture would fill the memory."""
    share = (LATENTS_SEEN / (latents.shape[-2] * latents.shape[-1])) ** 0.5
    if share >= 1:
        return latents
    return F.interpolate(latents, size=[max(1, int(side * share)) for side in latents.shape[-2:]], mode="area")
