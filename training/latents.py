"""Pictures as latents: encoded, kept, and how much of each channel is seen."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKL
from torch import Tensor

from training.checkpoint import digest, kept_chunks
from training.machine import device_of, mixed
from training.pictures import batch, generator, scenes

TELLING = 256  #: scenes or captions by which one mixture is told from another


@torch.no_grad()
def encoded(vae: AutoencoderKL, pictures: Tensor) -> Tensor:
    """Scaled latents of pictures (n, 3, size, size) in -1 to 1, fp16, (n, C, size / 8, size / 8)."""
    device = device_of(vae)
    with mixed(device):
        latents = vae.encode(pictures.to(device, memory_format=torch.channels_last)).latent_dist.mode()
    scaled: Tensor = latents.float() * vae.config.scaling_factor
    return scaled.half()


def decoded(vae: AutoencoderKL, latents: Tensor, some: int = 128) -> Tensor:
    """Pictures (n, 3, 8 h, 8 w) in -1 to 1 of scaled latents (n, C, h, w), `some` at a time."""
    with mixed(latents.device):
        parts = [vae.decode(part).sample for part in (latents / vae.config.scaling_factor).split(some)]
    return torch.cat(parts).float().clamp(-1, 1)


def encode(vae: AutoencoderKL, first: int, count: int, size: int, some: int = 8) -> Tensor:
    """Scaled latents of `count` scenes from seed `first` on, on the CPU; `some` at a time stay in a CPU's cache."""
    starts = range(first, first + count, some)
    parts = [encoded(vae, batch(scenes(start, min(some, first + count - start)), size)).cpu() for start in starts]
    return torch.cat(parts)


def cached_latents(vae: AutoencoderKL, count: int, size: int, folder: Path, chunk: int = 4000) -> Tensor:
    """The latents of the first `count` training scenes, made in chunks and kept for the next sitting in a folder of
    `folder` that is this autoencoder's and these scenes'."""
    named = folder / digest(vae, size, scenes(0, TELLING))
    return torch.cat(kept_chunks(named, count, chunk, lambda first, some: encode(vae, first, some, size)))


@torch.no_grad()
def visibility(vae: AutoencoderKL, latents: Tensor, noise: float = 0.5) -> Tensor:
    """How much of a latent channel is seen: the rms change of the picture by noise in it, (C), with a mean of 1.

    latents (n, C, h, w), as `encoded` makes them; noise: deviation, in that of the latents."""
    device, draw = device_of(vae), generator(0)

    def painted(values: Tensor) -> Tensor:
        with mixed(device):
            made: Tensor = vae.decode(values / vae.config.scaling_factor).sample.float()
        return made

    latents = latents.to(device).float()
    plain, moved = painted(latents), []
    for channel in range(latents.shape[1]):
        changed = latents.clone()
        changed[:, channel] += noise * torch.randn(latents[:, channel].shape, generator=draw).to(device)
        moved.append((painted(changed) - plain).square().mean().sqrt())
    change = torch.stack(moved)
    return change / change.mean()
