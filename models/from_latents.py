"""Image-to-image pipelines that are given latents."""

from __future__ import annotations

from typing import Any

import diffusers
from diffusers.image_processor import VaeImageProcessor
from diffusers.utils.torch_utils import randn_tensor
from torch import Tensor


class StableDiffusionFromLatents(diffusers.StableDiffusionImg2ImgPipeline):  # type: ignore[misc]  # untyped
    """The stock one takes a tensor of four channels for latents, and any other for a picture to be encoded."""

    def __init__(
        self, vae: Any, text_encoder: Any, tokenizer: Any, unet: Any, scheduler: Any, safety_checker: Any,
        feature_extractor: Any, image_encoder: Any = None, requires_safety_checker: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(
            vae, text_encoder, tokenizer, unet, scheduler, safety_checker, feature_extractor, image_encoder,
            requires_safety_checker,
        )  # fmt: skip
        channels = vae.config.latent_channels
        self.image_processor = VaeImageProcessor(self.vae_scale_factor, vae_latent_channels=channels)

    def prepare_latents(
        self, image: Tensor, timestep: Tensor, batch_size: int, num_images_per_prompt: int, dtype: Any, device: Any,
        generator: Any = None,
    ) -> Tensor:  # fmt: skip
        """`image` (B, C, h, w), one for each picture, noised to `timestep`."""
        latents = image.to(device=device, dtype=dtype)
        noise = randn_tensor(latents.shape, generator=generator, device=device, dtype=dtype)
        noised: Tensor = self.scheduler.add_noise(latents, noise, timestep)
        return noised


def image_to_image(name: str) -> type:
    """The pipeline to call for diffusers' class of this name."""
    kind: type = getattr(diffusers, name)
    return StableDiffusionFromLatents if kind is diffusers.StableDiffusionImg2ImgPipeline else kind
