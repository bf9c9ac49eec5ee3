"""Chinese captions taught by English ones.

Both languages tell of one scene, and a net that has begun to understand one of them can say far more of a noisy picture
by its words than the noise which a sample drew. So where a caption is Chinese, a part of its target is what the net
itself says under a dense English caption of the same scene (between text towers: Reimers and Gurevych 2020,
arXiv:2004.09813; Chen et al. 2022, arXiv:2211.06679). A dense caption tells more than a short one, and that is well:
averaged over the scenes that a caption fits, the prediction of who is told more is that of who is told less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import CLIPTokenizer

from training.tokenizer import HAN

Says = Callable[[Tensor, Tensor, Tensor], Tensor]
"""Velocity (n, C, h, w) of noisy latents of that shape, under captions (n, positions), at times in [0, 1), (n)."""


def han_tokens(tokenizer: CLIPTokenizer) -> Tensor:
    """Whether an id stands for a Han character, (vocabulary), bool."""
    return torch.tensor([bool(HAN.search(tokenizer.decode([i]))) for i in range(len(tokenizer))])


@dataclass(frozen=True, slots=True)
class Tutor:
    """How much a Chinese caption is taught by an English one."""

    han: Tensor  #: as `han_tokens` gives it, on the net's device
    share: float  #: of the target that is what the net says under the English caption, 0 to 1

    @torch.no_grad()
    def blended(self, velocity: Tensor, noisy: Tensor, t: Tensor, ids: Tensor, english: Tensor, says: Says) -> Tensor:
        """The target velocity (n, C, h, w), where the caption in `ids` is Chinese moved towards what the net says
        under that in `english`; both (n, positions)."""
        chinese = self.han[ids].any(dim=1)
        if not chinese.any():
            return velocity
        moved, said = velocity.clone(), says(noisy[chinese], english[chinese], t[chinese])
        moved[chinese] = torch.lerp(velocity[chinese], said, self.share)
        return moved
