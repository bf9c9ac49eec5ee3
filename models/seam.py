"""A painted part is set into a picture so that no border is seen, and not one other pixel changes.

The difference between the picture and what was painted is known outside the part. It is carried on into it as a
membrane over its rim (the Laplace equation; Perez et al. 2003, "Poisson Image Editing") and added there, so that both
agree at the border; then the one fades into the other over what is left of the feather.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from models.latents import to_images, to_mask, to_pixels

HELD = 0.5  # of the feather, from its outer end: there both agree; the rest hides a picture's outermost pixels
ROUNDS = 12  # of relaxation on each level of the pyramid
COARSEST = 4  # pixels of the shorter side at which the pyramid ends


def feathered(mask: Image.Image, feather: int) -> Image.Image:
    """White where `mask` (0 or 255) is, falling to black `feather` pixels outside of it, evenly."""
    edge = to_mask(mask)
    ramp = edge.clone()
    for _ in range(feather - 1):
        edge = F.max_pool2d(edge, 3, stride=1, padding=1)
        ramp += edge
    levels = (255 * ramp / max(1, feather)).round().to(torch.uint8)
    return Image.fromarray(levels[0, 0].numpy())


def set_in(picture: Image.Image, painted: Image.Image, mask: Image.Image, device: str = "cpu") -> Image.Image:
    """`painted` where `mask` (L, feathered) is white, `picture` where it is black, both between; all of one size.

    Black pixels come out as they went in, to the last bit.
    """
    share = to_mask(mask).to(device)
    old, fresh = (to_pixels([image]).to(device) for image in (picture, painted))
    if bool((share > 0).all()):
        return painted.convert("RGB")
    matched = fresh + membrane(old - fresh, share <= HELD)
    (merged,) = to_images(old + share * (matched - old))
    merged.paste(picture.convert("RGB"), mask=mask.point([255] + [0] * 255))
    return merged


def membrane(values: Tensor, known: Tensor) -> Tensor:
    """`values` (B, C, H, W) where `known` (1, 1, H, W) is true, and between them as flat as they allow.

    Nested iteration: each level of a pyramid begins with the next coarser one's answer, and a dozen rounds of
    averaging over four neighbours (Jacobi) put right what that level alone can show.
    """
    weight = known.to(values)
    held = values * weight
    if min(values.shape[-2:]) <= COARSEST:
        mean = held.sum((2, 3), keepdim=True) / weight.sum((2, 3), keepdim=True).clamp(min=1)
        return _relaxed(held + mean * (1 - weight), held, weight)
    share = F.avg_pool2d(weight, 2, ceil_mode=True, count_include_pad=False)
    coarse = F.avg_pool2d(held, 2, ceil_mode=True, count_include_pad=False) / share.clamp(min=1e-6)
    guess = F.interpolate(membrane(coarse, share > 0), size=values.shape[-2:], mode="bilinear", align_corners=False)
    return _relaxed(guess, held, weight)


def _relaxed(guess: Tensor, held: Tensor, weight: Tensor) -> Tensor:
    answer = held + guess * (1 - weight)
    for _ in range(ROUNDS):
        wide = F.pad(answer, (1, 1, 1, 1), mode="replicate")
        around = wide[..., :-2, 1:-1] + wide[..., 2:, 1:-1] + wide[..., 1:-1, :-2] + wide[..., 1:-1, 2:]
        answer = held + around / 4 * (1 - weight)
    return answer
