"""What is measured on a painting, by the names that the rows of `jobs.prompt.parameters` give beforehand.

aspect            width over height
repeatability     minus the mean difference (levels) between two paintings of one prompt, each from a draw of its own
presence          CLIP similarity of the picture to the words of --no
adherence         CLIP similarity of the pictures to the words
diversity         mean CLIP distance between the tiles of a grid
typicality        CLIP similarity to the mean of other pictures of the same words, painted without the parameter
convergence       minus the mean difference (levels) from the picture that --quality 2 paints
time              seconds of this process's cores from the first to the last step, of one tile
pixels            of one tile, in thousands
detail            root mean square (levels) of what a blur over 3 x 3 pixels takes away
seam              steps over the opposite borders, over the steps between neighbours inside
frames            pictures of the film; a still has one
image_likeness    CLIP similarity to the picture in front of the words
style_likeness    minus the Fréchet distance (levels) between the colours of picture and reference
subject_likeness  CLIP similarity to the picture behind --cref or --oref
subject_size      share of the frame's width that the first picture takes up
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from benchmarks.measured.road import Painting, Road
from models.latents import to_pixels
from training.evaluation.fidelity import frechet

USUAL_SEED, USUAL_TILES = 90_000, 2  #: of the pictures that show what is usual


@dataclass(frozen=True, kw_only=True)
class Case:
    """One painting with what a measure may need to know of it."""

    road: Road
    text: str
    seed: int
    tiles: int
    words: str  #: what the pictures are compared with, where words are
    reference: Image.Image | None  #: what they are compared with, where a picture is
    painting: Painting


Measure = Callable[[Case], float]


def seen(road: Road, pictures: list[Image.Image]) -> Tensor:
    """CLIP embeddings of unit length, (B, D)."""
    assert road.painter.clip is not None
    with torch.no_grad():
        return torch.cat([road.painter.clip.pictures(to_pixels([picture])) for picture in pictures])


def said(road: Road, words: str) -> Tensor:
    """(D,), of unit length."""
    assert road.painter.clip is not None
    return road.painter.clip.words([words])[0]


def levels(picture: Image.Image) -> np.ndarray:
    """(H, W, 3), 0..255."""
    return np.asarray(picture.convert("RGB"), dtype=float)


def aspect(case: Case) -> float:
    tile = case.painting.tiles[0]
    return tile.width / tile.height


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of one size, in levels."""
    return float(np.abs(levels(one) - levels(other)).mean())


def repeatability(case: Case) -> float:
    again = case.road.paint(case.text, case.seed + 1_000, case.tiles, afresh=True)
    return -apart(case.painting.tiles[0], again.tiles[0])


def likeness_to_words(case: Case) -> float:
    return float((seen(case.road, case.painting.tiles) @ said(case.road, case.words)).mean())


def diversity(case: Case) -> float:
    found = seen(case.road, case.painting.tiles)
    alike = found @ found.T
    count = len(found)
    return float(1 - (alike.sum() - count) / (count * (count - 1)))


def typicality(case: Case) -> float:
    usual = seen(case.road, case.road.paint(case.words, USUAL_SEED, USUAL_TILES).tiles).mean(0)
    return float((seen(case.road, case.painting.tiles) @ (usual / usual.norm())).mean())


def convergence(case: Case) -> float:
    finest = case.road.paint(f"{case.words} --quality 2", case.seed, case.tiles)
    return -float(np.mean([apart(*pair) for pair in zip(case.painting.tiles, finest.tiles, strict=True)]))


def seconds(case: Case) -> float:
    return case.painting.seconds


def pixels(case: Case) -> float:
    tile = case.painting.tiles[0]
    return tile.width * tile.height / 1000


def detail(case: Case) -> float:
    return float(np.mean([_fine(levels(tile)) for tile in case.painting.tiles]))


def _fine(picture: np.ndarray) -> float:
    parts = [picture[y : y - 2 or None, x : x - 2 or None] for y in range(3) for x in range(3)]
    return float(np.sqrt(np.mean((picture[1:-1, 1:-1] - sum(parts) / 9) ** 2)))


def steps_of(picture: Image.Image) -> tuple[float, float]:
    """Mean steps over the opposite borders, and between neighbours inside, in levels."""
    found = levels(picture)
    over = [np.abs(found[:, 0] - found[:, -1]).mean(), np.abs(found[0] - found[-1]).mean()]
    inside = [np.abs(np.diff(found, axis=axis)).mean() for axis in (1, 0)]
    return float(np.mean(over)), float(np.mean(inside))


def seam(case: Case) -> float:
    over, inside = np.mean([steps_of(tile) for tile in case.painting.tiles], axis=0)
    return float(over / inside)


def frames(case: Case) -> float:
    return float(case.painting.frames)


def likeness_to_picture(case: Case) -> float:
    reference = seen(case.road, [_reference(case)])[0]
    return float((seen(case.road, case.painting.tiles) @ reference).mean())


def likeness_of_colours(case: Case) -> float:
    wanted = colours(_reference(case))
    return -float(np.mean([frechet(colours(tile), wanted) ** 0.5 for tile in case.painting.tiles]))


def _reference(case: Case) -> Image.Image:
    assert case.reference is not None
    return case.reference


def colours(picture: Image.Image) -> Tensor:
    """A picture's RGB levels, one pixel a row: (H W, 3)."""
    return torch.from_numpy(levels(picture).reshape(-1, 3))


def subject_size(case: Case) -> float:
    """The scale at which the first picture fits the middle of the new one best."""
    tile, made = case.painting.given[0], levels(case.painting.tiles[0])

    def misfit(percent: int) -> float:
        width, height = (round(side * percent / 100) for side in case.painting.tiles[0].size)
        left, top = (made.shape[1] - width) // 2, (made.shape[0] - height) // 2
        middle = made[top : top + height, left : left + width]
        return float(np.abs(levels(tile.resize((width, height), Image.Resampling.LANCZOS)) - middle).mean())

    return min(range(40, 101), key=misfit) / 100


MEASURES: Mapping[str, Measure] = {
    "aspect": aspect, "repeatability": repeatability, "presence": likeness_to_words, "adherence": likeness_to_words,
    "diversity": diversity, "typicality": typicality, "convergence": convergence, "time": seconds, "pixels": pixels,
    "detail": detail, "seam": seam, "frames": frames, "image_likeness": likeness_to_picture,
    "style_likeness": likeness_of_colours, "subject_likeness": likeness_to_picture, "subject_size": subject_size,
}  # fmt: skip
