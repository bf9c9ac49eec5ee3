"""How different two pictures look to our own CLIP: a perceptual loss that needs nobody's weights.

As LPIPS (Zhang et al. 2018, arXiv:1801.03924), with the patch states of our small vision tower in the place of VGG's.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import CLIPModel


class Perception:
    """The distance of patch states over all layers of a frozen CLIP."""

    def __init__(self, clip: CLIPModel) -> None:
        self._eyes = clip.vision_model.requires_grad_(False).eval()
        self._edge = int(clip.config.vision_config.image_size)

    def _states(self, pictures: Tensor) -> list[Tensor]:
        """Unit patch states of each layer, (n, patches, width); pictures (n, 3, h, w) in -1 to 1."""
        seen = F.interpolate(pictures, size=(self._edge, self._edge), mode="bilinear", align_corners=False)
        layers = self._eyes(pixel_values=seen, output_hidden_states=True).hidden_states[1:]
        return [F.normalize(layer[:, 1:].float(), dim=-1) for layer in layers]

    def distance(self, output: Tensor, target: Tensor) -> Tensor:
        """A scalar, 0 for equal pictures; differentiable in `output`."""
        with torch.no_grad():
            wanted = self._states(target)
        pairs = zip(self._states(output), wanted, strict=True)
        return torch.stack([(a - b).square().sum(-1).mean() for a, b in pairs]).mean()
