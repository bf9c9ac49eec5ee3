"""What the judge should have answered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from models.pyramid import GRID
from training.data.graph import Scene
from training.data.standing import Standing, standing
from training.judge.net import Answers
from training.judge.tables import OBJECTS, TINTS, WEARS, WHOLE

NEAR = 0.6  #: heat from which on a cell speaks for the thing
EDGE_WEIGHT = 0.5
NOBODY = -1


class Targets(NamedTuple):
    """Of n scenes on g by g cells."""

    heat: Tensor  #: (n, g, g), 1 at centres, falling off around them
    edge: Tensor  #: (n, g, g), logarithm of the nearest thing's edge
    labels: dict[str, Tensor]  #: thing, tint, worn -> (n, g, g), NOBODY where no thing is near
    whole: dict[str, Tensor]  #: attribute -> (n)


_INDEX = {name: {key: i for i, key in enumerate(keys)} for name, keys in WHOLE.items()}
_THING = {key: i for i, key in enumerate(OBJECTS)}
_TINT = {key: i for i, key in enumerate(TINTS)}
_WORN = {key: i for i, key in enumerate(WEARS)}
_CELLS = torch.stack(torch.meshgrid(torch.arange(GRID), torch.arange(GRID), indexing="ij"))  # (2, g, g): y, x


def warmth(one: Standing) -> Tensor:
    """A bell around the cell of the drawing's centre, (g, g), as wide as an eighth of the drawing."""
    x, y, edge = one.square
    centre = torch.tensor([[[min(GRID - 1, max(0, int(y * GRID)))]], [[min(GRID - 1, max(0, int(x * GRID)))]]])
    spread = max(0.7, edge * GRID / 8)
    return (-((_CELLS - centre) ** 2).sum(dim=0) / (2 * spread**2)).exp()


def _cells(scene: Scene) -> tuple[Tensor, Tensor, Tensor]:
    """Heat (g, g), logarithm of edges (g, g) and labels (3, g, g)."""
    heat, edge = torch.zeros(GRID, GRID), torch.zeros(GRID, GRID)
    labels = torch.full((3, GRID, GRID), NOBODY)
    for one in standing(scene):
        own = warmth(one)
        nearest = own > heat
        heat, near = torch.maximum(heat, own), nearest & (own >= NEAR)
        edge[near] = math.log(one.square[2])
        said = torch.tensor([_THING[one.key], _TINT[one.tint], _WORN[one.worn]])
        labels[:, near] = said[:, None]
    return heat, edge, labels


def targets(chosen: Sequence[Scene]) -> Targets:
    """What the answers to these scenes' renders should be."""
    heat, edge, labels = (torch.stack(parts) for parts in zip(*map(_cells, chosen), strict=True))
    whole = {name: torch.tensor([index[getattr(scene, name)] for scene in chosen]) for name, index in _INDEX.items()}
    named = dict(zip(("thing", "tint", "worn"), labels.unbind(1), strict=True))
    return Targets(heat, edge, named, whole)


def focal(said: Tensor, wanted: Tensor) -> Tensor:
    """The penalty-reduced focal loss of heat maps, a scalar (arXiv:1904.07850, equation 1; a = 2, b = 4)."""
    hot = wanted.eq(1)
    log_yes, log_no, yes = F.logsigmoid(said), F.logsigmoid(-said), said.sigmoid()
    right = (1 - yes).square() * log_yes * hot
    wrong = (1 - wanted).pow(4) * yes.square() * log_no * ~hot
    return -(right + wrong).sum() / hot.sum().clamp(min=1)


def losses(said: Answers, wanted: Targets) -> dict[str, Tensor]:
    """Scalars, by what they ask."""
    found = {"heat": focal(said.heat.float(), wanted.heat)}
    near = wanted.labels["thing"].ne(NOBODY)
    for name, logits in (("thing", said.thing), ("tint", said.tint), ("worn", said.worn)):
        found[name] = F.cross_entropy(logits.float(), wanted.labels[name], ignore_index=NOBODY)
    found["edge"] = EDGE_WEIGHT * (said.edge.float() - wanted.edge)[near].abs().mean()
    for name, logits in said.whole.items():
        found[name] = F.cross_entropy(logits.float(), wanted.whole[name], label_smoothing=0.02)
    return found
