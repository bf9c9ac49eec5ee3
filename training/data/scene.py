"""What is in a picture, as a frozen graph, and a seeded sampler of such scenes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from training.data.objects import objects
from training.data.places import places

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink")  #: tints that a thing may have

HEAD, MIDDLE = 10, 40
OBJECT_WEIGHTS = (12.0, 3.0, 1.0)  #: how often an object of the first ten, of the next thirty and of the rest is drawn
HEAD_PLACES = 4
PLACE_WEIGHTS = (3.0, 1.0)  #: the first four places, and the others

TWO_THINGS = 0.12  #: share of scenes with a second thing
NOTHING = 0.02  #: share of empty places
TINTED = 0.08  #: share of things in another colour than their own
OTHER_TIME = 0.10  #: share of outdoor scenes at sunset or at night


@dataclass(frozen=True, slots=True)
class Thing:
    """One object in a scene."""

    key: str  #: key of `objects.by_key`
    x: float  #: centre, 0 left to 1 right
    y: float  #: centre, 0 top to 1 bottom
    size: float  #: edge of its square, as a part of the frame
    tint: str | None = None  #: one of `COLOURS`, or its own colours


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture's content; the seed settles what is left open, such as the trees of a forest."""

    place: str  #: key of `places.places`
    time: str  #: key of `places.TIMES`
    things: tuple[Thing, ...]  #: none, one, or two from left to right
    seed: int


@cache
def _ranks() -> dict[str, int]:
    return {item.key: 0 if i < HEAD else 1 if i < MIDDLE else 2 for i, item in enumerate(objects())}


def rank(key: str) -> int:
    """0 for an object of the list's head, 1 for one of its middle, 2 for the rest."""
    return _ranks()[key]


@cache
def _object_weights() -> list[float]:
    return [OBJECT_WEIGHTS[rank(item.key)] for item in objects()]


@cache
def _place_weights() -> list[float]:
    return [PLACE_WEIGHTS[0] if i < HEAD_PLACES else PLACE_WEIGHTS[1] for i in range(len(places()))]


def _thing(rng: Random, key: str, x: float, size: float) -> Thing:
    tint = rng.choice(COLOURS) if rng.random() < TINTED else None
    return Thing(key, x + rng.uniform(-0.04, 0.04), 0.9 - size / 2 + rng.uniform(-0.08, 0.04), size, tint)


def _things(rng: Random) -> tuple[Thing, ...]:
    dice = rng.random()
    if dice < NOTHING:
        return ()
    keys = [item.key for item in rng.choices(objects(), _object_weights(), k=2)]
    if dice > 1 - TWO_THINGS and keys[0] != keys[1]:
        return tuple(_thing(rng, key, x, rng.uniform(0.38, 0.44)) for key, x in zip(keys, (0.27, 0.73), strict=True))
    return (_thing(rng, keys[0], 0.5, rng.uniform(0.52, 0.68)),)


def sample(seed: int) -> Scene:
    """The scene of this seed. Everything about it is drawn from the seed alone."""
    rng = Random(seed)
    place = rng.choices(places(), _place_weights())[0]
    time = rng.choice(("sunset", "night")) if place.has_sky and rng.random() < OTHER_TIME else "day"
    return Scene(place.key, time, _things(rng), seed)
