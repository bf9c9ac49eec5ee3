"""A look at predicted clean latents: the autoencoder itself where it is small, else a linear fit of its colours."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from models.latents import Affine, decode, encode, to_images
from models.seeds import noises

SMALL_DECODER = 5_000_000  # parameters; a full SD decoder has 49.5 M, TAESD 1.2 M
FIT_SIDE = 128  # pixels of the pictures that colours are fitted on
FIT_PICTURES = 8
PREVIEW_SIDE = 256  # pixels of the longer side of a fitted preview


def size_of(module: Any) -> int:
    """Parameters of a module."""
    return sum(parameter.numel() for parameter in module.parameters())


def sample_pixels() -> Tensor:
    """Soft fields of colour with hard edges, (8, 3, 128, 128) in -1..1, the same in every process."""
    coarse = noises(0, range(FIT_PICTURES), "preview", (3, 5, 5))
    fields = F.interpolate(coarse, size=(FIT_SIDE, FIT_SIDE), mode="bicubic", align_corners=False)
    fields[:, :, 32:80, 48:112] = coarse[:, :, 2:3, 2:3].expand(-1, -1, 48, 64)
    return fields.tanh()


@torch.no_grad()
def fit_colours(vae: Any, affine: Affine) -> Tensor:
    """The least-squares map from the denoiser's latents to RGB in -1..1, (C + 1, 3), the last row a constant.

    By singular values (gelsd): latents may have channels without content, which the default driver does not survive.
    """
    pixels = sample_pixels()
    latents = encode(vae, affine, pixels).cpu()
    small = F.interpolate(pixels, size=latents.shape[-2:], mode="area")
    rows_NC = latents.permute(0, 2, 3, 1).flatten(0, 2)
    rows_N3 = small.permute(0, 2, 3, 1).flatten(0, 2)
    ones = torch.ones(len(rows_NC), 1)
    solution: Tensor = torch.linalg.lstsq(torch.cat([rows_NC, ones], dim=1), rows_N3, driver="gelsd").solution
    return solution


class Previewer:
    """Quick pictures of latents for one autoencoder; the fit is made at the first preview that needs it."""

    def __init__(self, vae: Any, affine: Affine, tiny: Any | None = None) -> None:
        self.vae, self.affine, self.tiny = vae, affine, tiny
        self.exact = size_of(vae.decoder) <= SMALL_DECODER if hasattr(vae, "decoder") else False
        self._colours: Tensor | None = None

    @torch.no_grad()
    def images(self, latents: Tensor) -> list[Image.Image]:
        """Pictures of unpacked clean latents (B, C, h, w)."""
        if self.tiny is not None:
            return to_images(self.tiny.decode(latents.to(self.tiny.dtype), return_dict=False)[0])
        if self.exact:
            return to_images(decode(self.vae, self.affine, latents))
        return to_images(self._fitted(latents.float().cpu()))

    def _fitted(self, latents: Tensor) -> Tensor:
        if self._colours is None:
            self._colours = fit_colours(self.vae, self.affine)
        colours = self._colours
        rgb = torch.einsum("bchw,cd->bdhw", latents, colours[:-1]) + colours[-1].view(1, 3, 1, 1)
        scale = PREVIEW_SIDE / max(rgb.shape[-2:])
        return F.interpolate(rgb, scale_factor=scale, mode="bicubic", align_corners=False) if scale > 1 else rgb
