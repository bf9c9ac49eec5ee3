"""A scene's rule that learns nothing: are the drawings of its things in the picture?

A matched filter (North 1943): the drawing of a thing, as the renderer has it, is held against every place of the
picture in a few sizes around its own. What counts is how much of the variance of both is explained at the best place,
under the drawing's own transparency. All places of all pictures at once, by the convolution theorem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.fft import irfft2, rfft2

from training.data.graph import Scene, Thing
from training.data.layout import copies
from training.data.objects import by_key
from training.data.outfits import RIDER
from training.data.render import dice, tinted

SIDE = 64  #: pixels a side at which is compared
SMALLEST = 8  #: pixels, below which every drawing is alike
SIZES = (0.8, 0.9, 1.0, 1.12, 1.25)  #: of the edge that the scene gives to the thing, which its caption leaves open
FLAT = 0.02  #: variance that does not count: a plain patch of the right colour explains little


def drawings_found(pictures: Tensor, chosen: Sequence[Scene]) -> Tensor:
    """How well the things of each scene are found in its picture, their mean: (n), -1 to 1.

    1 is pixel for pixel; of flat renders the right things have 0.8 and others 0.1. pictures (n, 3, h, w) in -1 to 1. Of
    several copies of one thing the best counts; an empty scene has 0."""
    small = F.interpolate(pictures.float(), size=(SIDE, SIDE), mode="area")
    found = torch.zeros(len(chosen), device=pictures.device)
    rows: defaultdict[Scene, list[int]] = defaultdict(list)
    for row, scene in enumerate(chosen):
        rows[scene].append(row)
    for scene, own in rows.items():
        best = [_best(small[own], thing, edge) for thing, edge in _edges(scene)]
        if best:
            found[own] = torch.stack(best).mean(dim=0)
    return found


def as_drawn(scene: Scene) -> bool:
    """Whether neither style nor light nor weather nor a tint changes what a drawing looks like."""
    usual = (scene.style, scene.time, scene.weather) == ("flat", "day", "clear")
    return usual and not any(thing.tint for thing in scene.things)


def _edges(scene: Scene) -> Iterator[tuple[Thing, float]]:
    """Each thing with the edge of one copy of it, in parts of the frame."""
    rng = dice(scene)
    for thing in scene.things:
        part = copies(thing.count, rng)[0][2]
        yield thing, thing.size * part * (RIDER[2] if thing.ridden else 1)


def _best(pictures: Tensor, thing: Thing, edge: float) -> Tensor:
    """The highest share explained by the thing's drawing, over places and sizes: (n), -1 to 1."""
    sizes = sorted({min(max(round(SIDE * edge * factor), SMALLEST), SIDE) for factor in SIZES})
    drawings = torch.stack([_drawing(thing, size) for size in sizes]).to(pictures.device)
    share = explained(pictures, drawings)
    whole = [share[:, i, : SIDE - size + 1, : SIDE - size + 1].amax(dim=(1, 2)) for i, size in enumerate(sizes)]
    return torch.stack(whole).amax(dim=0).clamp(-1, 1)


def _drawing(thing: Thing, edge: int) -> Tensor:
    """Colours in -1 to 1 and opacity in 0 to 1, (4, SIDE, SIDE), in the upper left corner."""
    sized = tinted(by_key()[thing.key].glyph, thing.tint).resize((edge, edge))
    values = torch.from_numpy(np.asarray(sized, dtype=np.float32)).permute(2, 0, 1) / 255
    colours = torch.cat([2 * values[:3] - 1, values[3:]])
    return F.pad(colours, (0, SIDE - edge, 0, SIDE - edge))


def explained(pictures: Tensor, drawings: Tensor) -> Tensor:
    """The share of both variances that is explained where a drawing's corner lies at a pixel: (n, k, SIDE, SIDE).

    1 - |picture - drawing|^2 / (var picture + var drawing), all sums weighted with the drawing's opacity; 1 where both
    are equal, 0 where they have nothing in common but their means, lower where these differ. pictures
    (n, 3, SIDE, SIDE); drawings (k, 4, SIDE, SIDE), as `_drawing` makes them. Places wrap around at the edges."""
    colours, opacity = drawings[:, :3], drawings[:, 3:]
    area, sums = opacity.sum(dim=(2, 3)), (opacity * colours).sum(dim=(2, 3))  # (k, 1), (k, 3)
    squares = (opacity * colours.square()).sum(dim=(1, 2, 3))  # (k)
    at = rfft2(pictures)[:, None]  # (n, 1, 3, ...)
    weight, weighted = rfft2(opacity).conj(), rfft2(opacity * colours).conj()
    seen_sums = irfft2(at * weight)  # (n, k, 3, SIDE, SIDE)
    seen_squares = irfft2(rfft2(pictures.square().sum(dim=1))[:, None] * weight[:, 0])  # (n, k, SIDE, SIDE)
    shared = irfft2((at * weighted).sum(dim=2))
    across = squares[:, None, None]
    apart = (seen_squares - 2 * shared + across).clamp(min=0)
    seen_variance = (seen_squares - seen_sums.square().sum(dim=2) / area[..., None]).clamp(min=0)
    variance = across - (sums.square().sum(dim=1) / area[:, 0])[:, None, None]
    share: Tensor = 1 - apart / (seen_variance + variance + 3 * FLAT * area[..., None])
    return share
