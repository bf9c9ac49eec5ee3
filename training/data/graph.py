"""What is in a picture, as a frozen graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Relation = Literal["left", "above", "behind"]
Weather = Literal["clear", "rain", "snowfall", "fog", "storm"]

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white", "black", "brown")  #: tints of things
RELATIONS: tuple[Relation, ...] = get_args(Relation)
WEATHERS: tuple[Weather, ...] = get_args(Weather)
MOST = 5  #: copies of one thing
SMALL, BIG = 0.35, 0.7  #: a lone thing's edge, as a part of the frame, up to which it is small and from which it is big


@dataclass(frozen=True, slots=True)
class Thing:
    """One object in a scene, or a group of equal ones."""

    key: str  #: key of `objects.by_key`
    x: float  #: centre, 0 left to 1 right
    y: float  #: centre, 0 top to 1 bottom
    size: float  #: edge of its square, as a part of the frame; a group shares the square
    tint: str | None = None  #: one of `COLOURS`, or its own colours
    count: int = 1  #: 1 to `MOST`
    worn: str | None = None  #: key of `outfits.WORN`
    ridden: str | None = None  #: key of `outfits.RIDDEN`; it stands in the lower part of the square


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture's content; the seed settles what is left open, such as the trees of a forest."""

    place: str  #: key of `places.places`
    time: str  #: key of `light.TIMES`
    things: tuple[Thing, ...]  #: none to three
    seed: int
    weather: Weather = "clear"
    style: str = "flat"  #: key of `styles.STYLES`
    relation: Relation = "left"  #: how the first of two things stands to the second; three stand from left to right
    crowd: str | None = None  #: key of `words.CROWDS`: the many small things that surround the one


def size_word(scene: Scene, thing: Thing) -> Literal["small", "big"] | None:
    """Whether the one thing of a scene is notably small or big."""
    if len(scene.things) != 1 or thing.count > 1 or thing.ridden or scene.crowd:
        return None
    return "small" if thing.size <= SMALL else "big" if thing.size >= BIG else None


def meaning(scene: Scene) -> tuple[object, ...]:
    """What a caption can tell of the scene: equal for scenes that the same caption fits.

    Place, time, weather, style, relation and crowd, then one entry for each thing.
    """
    relation = scene.relation if len(scene.things) > 1 else None
    whole = (scene.place, scene.time, scene.weather, scene.style, relation, scene.crowd)
    return (*whole, *(_told(scene, thing) for thing in scene.things))


def _told(scene: Scene, thing: Thing) -> tuple[object, ...]:
    return (thing.key, thing.tint, thing.count, thing.worn, thing.ridden, size_word(scene, thing))
