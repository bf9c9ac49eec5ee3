"""What of a scene a caption tells, whatever its language."""

from __future__ import annotations

from random import Random
from typing import Literal

from training.data.graph import COLOURS, Scene, Thing
from training.data.objects import KINDS, by_key
from training.data.places import Place, places
from training.data.words import COLOURS_ZH

Detail = Literal["short", "medium", "dense"]

CHINESE = 0.5  #: share of Chinese captions
DETAILS: dict[Detail, float] = {"short": 0.12, "medium": 0.6, "dense": 0.28}
SYNONYM, HYPERNYM = 0.18, 0.025  #: how often a thing goes by another name, or by its kind
TOLD, USUAL = 0.96, 0.15  #: how often what is not as usual is told; how often a dense caption tells what is

_OF_A_COLOUR = (*COLOURS, *(name.removesuffix("色") for name in COLOURS_ZH.values()), "colourful", "白", "五彩")


def place_of(scene: Scene) -> Place:
    """The scene's place."""
    return next(place for place in places() if place.key == scene.place)


def phrase(options: tuple[str, ...], rng: Random) -> str:
    """The usual phrase half of the time, any one otherwise."""
    return options[0] if rng.random() < 0.5 else rng.choice(options)


def tells(value: str, usual: str, detail: Detail, rng: Random) -> bool:
    """Whether a caption mentions this time, weather or style."""
    if value != usual:
        return rng.random() < TOLD
    return detail == "dense" and rng.random() < USUAL


def _says_a_colour(name: str) -> bool:
    words = name.split()[:-1] if name.isascii() else [name]
    return any(colour in (words if name.isascii() else name) for colour in _OF_A_COLOUR)


def name_of(thing: Thing, rng: Random, language: Literal["en", "zh"]) -> str:
    """One of the thing's names, none that names another colour than its tint."""
    item, chinese = by_key()[thing.key], language == "zh"
    dice = rng.random()
    if dice < HYPERNYM and thing.count == 1:
        return KINDS[item.kind][chinese]
    names = item.zh if chinese else item.en
    first, *others = [name for name in names if not (thing.tint and _says_a_colour(name))] or names
    return rng.choice(others) if others and dice < HYPERNYM + SYNONYM else first
