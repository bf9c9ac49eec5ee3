"""The best of more candidates, by how well CLIP finds them to fit the words."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from models.clip import Clip
from models.latents import to_pixels


def best(scores: Sequence[float], keep: int) -> list[int]:
    """Places of the `keep` highest scores, in their own order; of equal ones the first."""
    ranked = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    return sorted(ranked[:keep])


def scores_of(clip: Clip, prompt: str, images: Sequence[Image.Image]) -> list[float]:
    """Cosine similarity of each picture to the prompt, -1..1."""
    return [float(score) for image in images for score in clip.scores(prompt, to_pixels([image]))]


def rank(clip: Clip, prompt: str, images: Sequence[Image.Image], keep: int) -> list[Image.Image]:
    """The `keep` pictures that fit the prompt best, in the order in which they came."""
    return [images[place] for place in best(scores_of(clip, prompt, images), keep)]
