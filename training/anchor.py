"""The denoiser before, as a teacher of one that got more latent channels.

What it knew of the channels that it had is a target with far less noise in it than the noise that a sample drew
(learning without forgetting, Li and Hoiem 2016, arXiv:1606.09282). It counts only where much noise is in the latents:
there what a picture holds is decided, and the old channels alone tell as much as all do. Where little is, the denoiser
that sees more channels is soon the better one.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from diffusers import UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel

from training.machine import mixed

FROM = 0.5  #: time from which the denoiser before is asked


@dataclass(frozen=True, slots=True)
class Anchor:
    """A frozen denoiser and its text tower, on fewer latent channels and the same vocabulary."""

    unet: UNet2DConditionModel
    text: CLIPTextModel

    def to(self, device: torch.device) -> Anchor:
        return Anchor(self.unet.to(device), self.text.to(device))

    @torch.no_grad()
    def blended(self, velocity: Tensor, noisy: Tensor, ids: Tensor, t: Tensor, hold: float) -> Tensor:
        """The target velocity (n, C, h, w), moved towards the anchor's in the channels that it knows; t in [0, 1), (n).

        hold: part of the target that is the anchor's at time 1; it falls to 0 at `FROM`.
        The squared error to this differs from the weighted sum of both errors by what no weight of a net changes.
        """
        late, known = t > FROM, self.unet.config.in_channels
        if not late.any():
            return velocity
        moved, along = velocity.clone(), t[late]
        with mixed(noisy.device):
            context = self.text(input_ids=ids[late]).last_hidden_state
            times = (along * 1000).long()
            said: Tensor = self.unet(noisy[late, :known], times, encoder_hidden_states=context).sample
        weight = (hold * (along - FROM) / (1 - FROM)).view(-1, 1, 1, 1)
        moved[late, :known] = torch.lerp(velocity[late, :known], said.float(), weight)
        return moved
