"""What was seen against what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Literal, get_args

from training.data.graph import Scene
from training.data.places import by_key
from training.judge.seeing import Seen, Sighting

Mark = Literal["object", "pair", "colour", "count", "position", "dress", "place", "time", "weather", "style", "crowd"]
MARKS: tuple[Mark, ...] = get_args(Mark)
BESIDE = 0.08  #: of the frame, by which one thing must be further left or higher than another
OVERLAP = 0.45  #: of both edges together: nearer than that, one stands behind the other


def marks(scene: Scene, seen: Seen) -> dict[Mark, bool]:
    """Whether each attribute that the scene has is right in the picture.

    object    the surest thing is the one of a scene that has one      pair      both are there
    colour    the tinted thing is there, in its colour
    count     as many things as were asked for and nothing else, most of them surely of the kind: copies look alike
    position  both are there and stand as was asked for                dress     the wearer with what is worn and ridden
    """
    found = _of_things(scene, seen)
    found["place"] = seen.whole["place"] == scene.place
    found["style"] = seen.whole["style"] == scene.style
    if by_key()[scene.place].has_sky:
        found["time"], found["weather"] = seen.whole["time"] == scene.time, seen.whole["weather"] == scene.weather
    if scene.crowd:
        found["crowd"] = seen.whole["crowd"] == scene.crowd
    return found


def by_mark(chosen: Sequence[Scene], seen: Sequence[Seen]) -> dict[Mark, list[bool]]:
    """Right or wrong, of each mark in the order of the scenes that have it."""
    found: dict[Mark, list[bool]] = {}
    for scene, one in zip(chosen, seen, strict=True):
        for mark, right in marks(scene, one).items():
            found.setdefault(mark, []).append(right)
    return found


def _of_things(scene: Scene, seen: Seen) -> dict[Mark, bool]:
    found: dict[Mark, bool] = {}
    if len(scene.things) == 1:
        thing, own = scene.things[0], seen.of(scene.things[0].key)
        found["object"] = bool(seen.things) and seen.things[0].key == thing.key
        if thing.count > 1:
            found["object"] = bool(own)
            found["count"] = len(seen.things) == thing.count < 2 * len(own)
        if thing.worn or thing.ridden:
            rides = thing.ridden is None or bool(seen.of(thing.ridden))
            found["object"], found["dress"] = bool(own), rides and any(one.worn == thing.worn for one in own)
    if len(scene.things) == 2:
        first, second = (seen.of(thing.key) for thing in scene.things)
        found["pair"] = bool(first and second)
        found["position"] = any(_stands(scene.relation, a, b) for a, b in product(first, second))
    tinted = [thing for thing in scene.things if thing.tint]
    if tinted:
        found["colour"] = all(any(one.tint == thing.tint for one in seen.of(thing.key)) for thing in tinted)
    return found


def _stands(relation: str, first: Sighting, second: Sighting) -> bool:
    """Whether the first of two is left of, above or behind the second."""
    right, down = second.x - first.x, second.y - first.y
    if relation == "left":
        return right > BESIDE
    overlap = max(abs(right), abs(down)) < OVERLAP * (first.edge + second.edge)
    return down > BESIDE and overlap == (relation == "behind")
