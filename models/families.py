"""What differs between families of diffusers text-to-image pipelines: one record each. A new family is one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from torch import Tensor

from models.latents import Affine, scaled, scaled_by_channel, shifted


def _as_is(latents: Tensor, height: int, width: int) -> Tensor:
    return latents


def pack(latents: Tensor, height: int, width: int) -> Tensor:
    """(B, C, h, w) -> (B, h/2 * w/2, 4 C): the 2x2 neighbours of FLUX become one token each."""
    B, C, h, w = latents.shape
    tokens = latents.view(B, C, h // 2, 2, w // 2, 2).permute(0, 2, 4, 1, 3, 5)
    return tokens.reshape(B, (h // 2) * (w // 2), C * 4)


def unpack(tokens: Tensor, height: int, width: int) -> Tensor:
    """The inverse of `pack` for latents of `height` x `width`."""
    B, _, D = tokens.shape
    grid = tokens.view(B, height // 2, width // 2, D // 4, 2, 2).permute(0, 3, 1, 4, 2, 5)
    return grid.reshape(B, D // 4, height, width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How one family is to be spoken to; heights and widths of latents, not of pixels."""

    name: str
    title: str
    pipelines: frozenset[str]  #: diffusers classes that paint from text
    image_to_image: str  #: the diffusers class that paints from a picture
    denoiser: Literal["unet", "transformer"]
    normalisation: Callable[[Any], Affine]  #: from the autoencoder's config
    pack: Callable[[Tensor, int, int], Tensor] = _as_is
    unpack: Callable[[Tensor, int, int], Tensor] = _as_is
    patch: int = 1  #: latents per token side: pictures are multiples of patch times the autoencoder's factor
    unguided: bool = False  #: its guidance is distilled into the weights: there is no pass without the words
    towers: int = 0  #: text encoders of CLIP's kind that hear a weighted token louder; 0: T5 is among them
    native_size: int = 1024

    def hears_negative(self, denoiser: Any, guidance_scale: float) -> bool:
        """Whether the pipeline makes a pass of its own for what should not be there."""
        distilled = self.unguided or denoiser.config.get("time_cond_proj_dim") is not None
        return guidance_scale > 1 and not distilled


SD = Family(
    name="sd",
    title="Stable Diffusion 1 and 2",
    pipelines=frozenset({"StableDiffusionPipeline"}),
    image_to_image="StableDiffusionImg2ImgPipeline",
    denoiser="unet",
    normalisation=scaled,
    towers=1,
    native_size=512,
)
SDXL = Family(
    name="sdxl",
    title="Stable Diffusion XL",
    pipelines=frozenset({"StableDiffusionXLPipeline"}),
    image_to_image="StableDiffusionXLImg2ImgPipeline",
    denoiser="unet",
    normalisation=scaled_by_channel,
    towers=2,
)
SD3 = Family(
    name="sd3",
    title="Stable Diffusion 3",
    pipelines=frozenset({"StableDiffusion3Pipeline"}),
    image_to_image="StableDiffusion3Img2ImgPipeline",
    denoiser="transformer",
    normalisation=shifted,
    patch=2,
)
FLUX = Family(
    name="flux",
    title="FLUX.1",
    pipelines=frozenset({"FluxPipeline"}),
    image_to_image="FluxImg2ImgPipeline",
    denoiser="transformer",
    normalisation=shifted,
    pack=pack,
    unpack=unpack,
    patch=2,
    unguided=True,
)

FAMILIES: Mapping[str, Family] = {family.name: family for family in (SD, SDXL, SD3, FLUX)}


def family_of(pipeline_class: str) -> Family | None:
    """The family that paints with the diffusers class of this name; None for one that we do not know."""
    return next((family for family in FAMILIES.values() if pipeline_class in family.pipelines), None)
