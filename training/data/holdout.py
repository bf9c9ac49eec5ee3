"""Combinations that training never sees, chosen by a hash, so that no list has to be kept.

One in twenty of each kind is held out: two objects, an object in a colour, in a number, in a place, in a style, and two
objects in a relation. Two of which one may be worn, ridden or a crowd are not, as pairs: a fox among mushrooms shows
both in a scene that is no pair. A model that paints them has understood the words and not learnt pictures by heart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from zlib import crc32

from training.data.graph import Scene
from training.data.outfits import RIDDEN, WORN
from training.data.words import CROWDS

Attribute = Literal["pair", "colour", "count", "place", "style", "relation"]

SHARE = 0.05  #: of all combinations
SALT = 346  #: chosen so that the prompts which the documents and the sandbox show are not held out
COMPANIONS = frozenset((*WORN, *RIDDEN, *(key for drawn, *_ in CROWDS.values() for key in drawn)))


@lru_cache(maxsize=1 << 16)
def is_held_out(attribute: Attribute, *parts: str) -> bool:
    """Whether this combination is kept for evaluation."""
    return crc32("|".join((str(SALT), attribute, *parts)).encode()) < SHARE * 2**32


def combinations(scene: Scene) -> list[tuple[Attribute, tuple[str, ...]]]:
    """Every combination that the scene shows."""
    found: list[tuple[Attribute, tuple[str, ...]]] = []
    for thing in scene.things:
        found.append(("place", (thing.key, scene.place)))
        if thing.tint:
            found.append(("colour", (thing.key, thing.tint)))
        if thing.count > 1:
            found.append(("count", (thing.key, str(thing.count))))
        if scene.style != "flat":
            found.append(("style", (thing.key, scene.style)))
    return found + _between(scene)


def _between(scene: Scene) -> list[tuple[Attribute, tuple[str, ...]]]:
    keys = [thing.key for thing in scene.things]
    found: list[tuple[Attribute, tuple[str, ...]]] = []
    for i, first in enumerate(keys):
        for second in keys[i + 1 :]:
            if not COMPANIONS & {first, second}:
                found.append(("pair", tuple(sorted((first, second)))))
            found.append(("relation", (scene.relation, first, second)))
    return found


def held_out(scene: Scene) -> set[Attribute]:
    """The attributes in which the scene shows a combination that training never sees."""
    return {attribute for attribute, parts in combinations(scene) if is_held_out(attribute, *parts)}
