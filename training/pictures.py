"""Rendered scenes as tensors and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from models.latents import resized as resized
from training.data.render import pixels, render
from training.data.scene import Scene, sample

UNSEEN = 10**12  #: scene seeds from here on are kept for evaluation; training never reaches them


def generator(*seeds: int, device: torch.device | str = "cpu") -> torch.Generator:
    """A generator that is a function of the numbers given; another kind of device draws other numbers."""
    mixed = 0
    for seed in seeds:
        mixed = (mixed * 6364136223846793005 + seed + 1442695040888963407) % 2**63
    return torch.Generator(device).manual_seed(mixed)


def scenes(first: int, count: int) -> list[Scene]:
    """The scenes of `count` consecutive seeds."""
    return [sample(seed) for seed in range(first, first + count)]


def levels(chosen: Sequence[Scene], size: int) -> Tensor:
    """Renders as (n, 3, size, size), uint8."""
    stack = np.stack([pixels(render(scene, size)) for scene in chosen])
    return torch.from_numpy(stack).permute(0, 3, 1, 2).contiguous()


def batch(chosen: Sequence[Scene], size: int) -> Tensor:
    """Renders as (n, 3, size, size), in -1 to 1."""
    return values(levels(chosen, size))


def values(pictures: Tensor) -> Tensor:
    """uint8 pictures (n, 3, h, w) as float32 in -1 to 1."""
    return pictures.float().div_(127.5).sub_(1)


def images(values: Tensor) -> list[Image.Image]:
    """(n, 3, h, w) in -1 to 1, clipped, as RGB pictures."""
    levels = values.detach().float().add(1).mul(127.5).round().clamp(0, 255).byte()
    return [Image.fromarray(picture.permute(1, 2, 0).numpy()) for picture in levels.cpu()]


def tensors(pictures: Sequence[Image.Image]) -> Tensor:
    """Equally large RGB pictures as (n, 3, h, w), in -1 to 1."""
    stack = np.stack([np.asarray(picture) for picture in pictures])
    return values(torch.from_numpy(stack).permute(0, 3, 1, 2))
