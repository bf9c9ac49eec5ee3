"""From the judge's logits to what it saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.data.graph import Scene
from training.judge.net import GRID, SIDE, Answers
from training.judge.tables import OBJECTS, TINTS, WEARS, WHOLE
from training.machine import device_of
from training.pictures import batch

SURE = 0.3  #: of a centre, 0 to 1, from which on a thing is seen
APART = 0.4  #: of the larger edge: two centres nearer than that are one thing
AT_ONCE = 64  #: pictures


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


@torch.no_grad()
def look(judge: nn.Module, pictures: Tensor) -> list[Seen]:
    """What the judge sees in each of the pictures (n, 3, h, w), -1 to 1."""
    seen: list[Seen] = []
    for part in pictures.split(AT_ONCE):
        said: Answers = judge(part)
        seen += [_seen(said, i) for i in range(len(part))]
    return seen


def look_at_renders(judge: nn.Module, chosen: Sequence[Scene]) -> list[Seen]:
    """What the judge sees in the scenes' renders, a few of them in memory at once."""
    seen: list[Seen] = []
    for start in range(0, len(chosen), AT_ONCE):
        seen += look(judge, batch(chosen[start : start + AT_ONCE], SIDE).to(device_of(judge)))
    return seen


def _seen(said: Answers, i: int) -> Seen:
    whole = {name: WHOLE[name][int(logits[i].argmax())] for name, logits in said.whole.items()}
    return Seen(tuple(_alone(_peaks(said, i))), whole)


def _peaks(said: Answers, i: int) -> list[Sighting]:
    """Cells that are surer than all around them, the surest first."""
    heat = said.heat[i].float().sigmoid()
    around = F.max_pool2d(heat[None, None], 3, stride=1, padding=1)[0, 0]
    cells = ((heat == around) & (heat >= SURE)).nonzero().tolist()
    return sorted((_sighting(said, i, y, x, float(heat[y, x])) for y, x in cells), key=lambda found: -found.sure)


def _sighting(said: Answers, i: int, y: int, x: int, sure: float) -> Sighting:
    return Sighting(
        key=OBJECTS[int(said.thing[i, :, y, x].argmax())],
        tint=TINTS[int(said.tint[i, :, y, x].argmax())],
        worn=WEARS[int(said.worn[i, :, y, x].argmax())],
        x=(x + 0.5) / GRID,
        y=(y + 0.5) / GRID,
        edge=float(said.edge[i, y, x].float().exp()),
        sure=sure,
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
