"""--stop: what the noise still hides is left out of the picture.

Details of pictures are the fainter the smaller they are (Field 1987: amplitudes fall as 1/f), so noise hides all that
is smaller than a size which grows with noise over signal. The predicted clean latents guess there, and a well trained
model guesses sharply; a Gaussian of that size takes the guesses away.
"""

from __future__ import annotations

from math import ceil

import torch
import torch.nn.functional as F
from torch import Tensor

HIDDEN = 0.4  # cells of latents: the Gaussian's deviation where noise and signal are equally strong
LARGEST = 1 / 8  # of the shorter side


def softened(latents: Tensor, noise_share: float, *, seamless: bool = False) -> Tensor:
    """Latents (B, C, h, w) as sharp as noise of this share (0..1, of a flow) lets one see; `seamless`: on a torus."""
    deviation = min(HIDDEN * noise_share / max(1e-3, 1 - noise_share), LARGEST * min(latents.shape[-2:]))
    if deviation < 1e-3:
        return latents
    reach = ceil(3 * deviation)
    places = torch.arange(-reach, reach + 1, device=latents.device, dtype=torch.float32)
    bell = torch.exp(-0.5 * (places / deviation).square())
    bell = (bell / bell.sum()).expand(latents.shape[1], 1, 1, -1)
    wide = F.pad(latents.float(), [reach] * 4, mode="circular" if seamless else "replicate")
    across = F.conv2d(wide, bell, groups=latents.shape[1])
    return F.conv2d(across, bell.transpose(2, 3), groups=latents.shape[1]).to(latents.dtype)
