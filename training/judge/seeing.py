"""From the judge's logits to what it saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.pyramid import GRID, SIDE
from training.data.graph import Scene
from training.judge.net import Answers
from training.judge.tables import OBJECTS, TINTS, WEARS, WHOLE
from training.pictures import batch

SURE = 0.3  #: of a centre, 0 to 1, from which on a thing is seen
APART = 0.4  #: of the larger edge: two centres nearer than that are one thing
AT_ONCE = 64  #: pictures
RENDERED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing that was seen; x, y and edge in parts of the frame."""

    key: str
    tint: str | None
    worn: str | None
    x: float
    y: float
    edge: float
    sure: float  #: 0 to 1


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture's things, the surest first, and what holds for all of it: place, time, weather, style, crowd."""

    things: tuple[Sighting, ...]
    whole: dict[str, str | None]

    def of(self, key: str) -> list[Sighting]:
        """The things of this kind."""
        return [thing for thing in self.things if thing.key == key]


class _Read(NamedTuple):
    """The likeliest answers of n pictures on g by g cells, on the CPU: one journey from a GPU for all of them."""

    heat: Tensor  #: (n, g, g), 0 to 1 at cells that are surer than all around them, 0 elsewhere
    edge: Tensor  #: (n, g, g), in parts of the frame
    thing: Tensor  #: (n, g, g), an index, as the two that follow
    tint: Tensor
    worn: Tensor
    whole: dict[str, list[int]]  #: attribute -> n indices


@torch.no_grad()
def look(judge: nn.Module, pictures: Tensor) -> list[Seen]:
    """What the judge sees in each of the pictures (n, 3, h, w), -1 to 1, wherever they lie."""
    device = next(judge.parameters(), pictures).device
    seen: list[Seen] = []
    for part in pictures.split(AT_ONCE):
        read = _read(judge(part.to(device)))
        seen += [_seen(read, i) for i in range(len(part))]
    return seen


def look_at_renders(
    judge: nn.Module, chosen: Sequence[Scene], rendered: Callable[[Sequence[Scene], int], Tensor] = batch
) -> list[Seen]:
    """What the judge sees in the scenes' renders, some of them in memory at once.

    rendered: of scenes and a side in pixels, (n, 3, side, side) in -1 to 1."""
    seen: list[Seen] = []
    for start in range(0, len(chosen), RENDERED_AT_ONCE):
        seen += look(judge, rendered(chosen[start : start + RENDERED_AT_ONCE], SIDE))
    return seen


def _read(said: Answers) -> _Read:
    heat = said.heat.float().sigmoid()
    around = F.max_pool2d(heat[:, None], 3, stride=1, padding=1)[:, 0]
    thing, tint, worn = (logits.argmax(dim=1).cpu() for logits in (said.thing, said.tint, said.worn))
    whole = {name: logits.argmax(dim=1).tolist() for name, logits in said.whole.items()}
    return _Read((heat * (heat == around)).cpu(), said.edge.float().exp().cpu(), thing, tint, worn, whole)


def _seen(read: _Read, i: int) -> Seen:
    whole = {name: WHOLE[name][told[i]] for name, told in read.whole.items()}
    return Seen(tuple(_alone(_peaks(read, i))), whole)


def _peaks(read: _Read, i: int) -> list[Sighting]:
    """The cells where a thing's centre lies, the surest first."""
    cells = (read.heat[i] >= SURE).nonzero().tolist()
    return sorted((_sighting(read, i, y, x) for y, x in cells), key=lambda found: -found.sure)


def _sighting(read: _Read, i: int, y: int, x: int) -> Sighting:
    return Sighting(
        key=OBJECTS[int(read.thing[i, y, x])],
        tint=TINTS[int(read.tint[i, y, x])],
        worn=WEARS[int(read.worn[i, y, x])],
        x=(x + 0.5) / GRID,
        y=(y + 0.5) / GRID,
        edge=float(read.edge[i, y, x]),
        sure=float(read.heat[i, y, x]),
    )


def _alone(found: list[Sighting]) -> list[Sighting]:
    """Without the less sure of two that lie in each other and are of one kind."""
    kept: list[Sighting] = []
    for one in found:
        if not any(one.key == other.key and _one_thing(one, other) for other in kept):
            kept.append(one)
    return kept


def _one_thing(one: Sighting, other: Sighting) -> bool:
    return max(abs(one.x - other.x), abs(one.y - other.y)) < APART * max(one.edge, other.edge)
