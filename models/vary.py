"""Variations of a picture: its latents are noised part of the way back, and painted again from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from PIL import Image
from torch import Tensor

from models.order import PaintOrder

STRENGTHS = {"subtle": 0.45, "strong": 0.8}  # shares of the road walked back; 0 keeps the picture, 1 forgets it
LEAST_STEPS = 4  # run by a variation, however small its strength


def varied(order: PaintOrder, image: Image.Image, strength: Literal["subtle", "strong"] | float) -> PaintOrder:
    """The order of variations of `image`; its seed should be another than the picture's own."""
    share = STRENGTHS[strength] if isinstance(strength, str) else strength
    return replace(order, image=image, strength=share)


def steps_for(steps: int, strength: float) -> int:
    """Steps of the whole road such that at least `LEAST_STEPS` lie on the share of it that is walked."""
    return max(steps, -int(-LEAST_STEPS // strength))


def start(tile: Tensor, order: PaintOrder, count: int) -> dict[str, Any]:
    """The arguments of an image-to-image pipeline for `count` variations of the latents `tile`, (1, C, h, w) or
    one for each."""
    return {
        "image": tile.expand(count, -1, -1, -1).contiguous(),
        "strength": order.strength,
        "num_inference_steps": steps_for(order.steps, order.strength),
    }
