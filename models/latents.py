"""Between pictures and latents: normalisation, encoding, decoding.

Shapes: latents (B, C, H/f, W/f), pixels (B, 3, H, W) in -1..1, f the autoencoder's factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

DECODE_PIXELS = (
    2 * 1024 * 1024
)  # decoded at once; estimated at 4 KiB each in fp32 with a full autoencoder (see `memory.bytes_for`)


@dataclass(frozen=True, slots=True)
class Affine:
    """Latents of the denoiser = (latents of the autoencoder - shift) * scale; numbers or (1, C, 1, 1)."""

    scale: Tensor
    shift: Tensor

    def normalised(self, latents: Tensor) -> Tensor:
        """From the autoencoder's own latents to the denoiser's."""
        return (latents - self.shift.to(latents)) * self.scale.to(latents)

    def raw(self, latents: Tensor) -> Tensor:
        """From the denoiser's latents to the autoencoder's own."""
        return latents / self.scale.to(latents) + self.shift.to(latents)


def scaled(config: Any) -> Affine:
    """SD 1.5, SD 2: the stock pipeline knows a scale alone."""
    return Affine(torch.tensor(float(config.scaling_factor)), torch.tensor(0.0))


def scaled_by_channel(config: Any) -> Affine:
    """SDXL: a scale, and a mean and deviation for each channel where the autoencoder has them (Playground 2.5)."""
    mean, deviation = config.get("latents_mean"), config.get("latents_std")
    if mean is None or deviation is None:
        return scaled(config)
    columns = (torch.tensor(values).view(1, -1, 1, 1) for values in (deviation, mean))
    std, shift = columns
    return Affine(config.scaling_factor / std, shift)


def shifted(config: Any) -> Affine:
    """SD 3, FLUX: a scale and a shift."""
    return Affine(torch.tensor(float(config.scaling_factor)), torch.tensor(float(config.shift_factor or 0.0)))


def resized(pictures: Tensor, edge: int) -> Tensor:
    """The pictures (n, 3, h, w) at `edge` by `edge` pixels."""
    if pictures.shape[-2:] == (edge, edge):
        return pictures
    return F.interpolate(pictures, size=(edge, edge), mode="bilinear", antialias=True, align_corners=False)


def decode(vae: Any, affine: Affine, latents: Tensor) -> Tensor:
    """Pixels of the denoiser's unpacked latents, fp32; differentiable, a few pictures at a time."""
    pixels_each = latents.shape[-1] * latents.shape[-2] * 64  # f = 8 for every family here
    chunk = max(1, DECODE_PIXELS // pixels_each)
    raw = affine.raw(latents.float()).to(vae.dtype)
    return torch.cat([vae.decode(part, return_dict=False)[0].float() for part in torch.split(raw, chunk)])


@torch.no_grad()
def encode(vae: Any, affine: Affine, pixels: Tensor) -> Tensor:
    """The denoiser's latents of `pixels`, fp32: the most likely ones, so that nothing is drawn."""
    coded = vae.encode(pixels.to(device=vae.device, dtype=vae.dtype))
    raw = coded.latent_dist.mode() if hasattr(coded, "latent_dist") else coded.latents
    return affine.normalised(raw.float())


def to_images(pixels: Tensor) -> list[Image.Image]:
    """RGB pictures of pixels (B, 3, H, W) in -1..1."""
    levels = ((pixels.float() / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
    return [Image.fromarray(array) for array in levels.permute(0, 2, 3, 1).cpu().numpy()]


def to_pixels(images: Sequence[Image.Image], size: tuple[int, int] | None = None) -> Tensor:
    """Pixels (B, 3, H, W) in -1..1 of pictures, brought to `size` (width, height) when it is given."""
    rgb = [image.convert("RGB") for image in images]
    fitted = [image if size in (None, image.size) else image.resize(size, Image.Resampling.LANCZOS) for image in rgb]
    array = np.stack([np.asarray(image, dtype=np.float32) for image in fitted])
    return torch.from_numpy(array).permute(0, 3, 1, 2) / 127.5 - 1


def to_mask(mask: Image.Image) -> Tensor:
    """(1, 1, H, W) in 0..1 of a grey picture, white as 1."""
    return torch.from_numpy(np.asarray(mask.convert("L"), dtype=np.float32) / 255)[None, None]
