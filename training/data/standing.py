"""Where every drawing of a scene stands: groups taken apart, riders above what they ride."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from training.data.graph import Scene
from training.data.layout import Square, copies, within
from training.data.outfits import MOUNT, own_square
from training.data.render import dice


@dataclass(frozen=True, slots=True)
class Standing:
    """One drawing."""

    key: str
    square: Square
    tint: str | None = None
    worn: str | None = None


def standing(scene: Scene) -> Iterator[Standing]:
    """Each copy of each thing, and what is ridden; neither what is worn nor a crowd."""
    rng = dice(scene)
    for thing in scene.things:
        for inner in copies(thing.count, rng):
            square = within((thing.x, thing.y, thing.size), inner)
            own = own_square(thing.ridden, square)
            yield Standing(thing.key, own, thing.tint, thing.worn)
            if thing.ridden:
                yield Standing(thing.ridden, within(square, MOUNT))
