"""A checker of pictures from a folder or hub id: diffusers' own StableDiffusionSafetyChecker.

CLIP's view of the picture against the embedded concepts that the checkpoint holds, each with its threshold
(Rando et al. 2022, arXiv:2210.04610, describe it). Weights as safetensors alone.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from PIL import Image
from torch import Tensor
from transformers import CLIPImageProcessor

from models.errors import ModelNotFound


class SafetyChecker:
    """One loaded checker on the CPU; `name` is the source it came from."""

    def __init__(self, name: str, net: StableDiffusionSafetyChecker, processor: Any) -> None:
        self.name, self._net, self._processor = name, net.eval(), processor

    @torch.no_grad()
    def passes(self, picture: Image.Image) -> bool:
        """Whether the checker finds nothing in `picture` (RGB)."""
        pixels: Tensor = self._processor(images=picture.convert("RGB"), return_tensors="pt")["pixel_values"]
        # the net blackens what it flags, in place and in an array: one grey pixel is enough for it to write to
        _, flagged = self._net(clip_input=pixels, images=torch.zeros(1, 1, 1, 3).numpy())
        return not flagged[0]


def load_checker(source: str) -> SafetyChecker:
    """Raises `ModelNotFound` where nothing can be loaded from `source`."""
    try:
        net = StableDiffusionSafetyChecker.from_pretrained(source, use_safetensors=True)
        return SafetyChecker(source, net, CLIPImageProcessor.from_pretrained(source))
    except (OSError, ValueError) as error:
        raise ModelNotFound(model="safety checker", source=source) from error
