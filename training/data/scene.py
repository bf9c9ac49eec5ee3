"""A seeded sampler of scenes, whose mixture is a setting and which never shows what is held out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Literal

from training.data import layout
from training.data.graph import COLOURS as COLOURS
from training.data.graph import MOST, RELATIONS, WEATHERS, Weather
from training.data.graph import Scene as Scene
from training.data.graph import Thing as Thing
from training.data.graph import meaning as meaning
from training.data.holdout import held_out
from training.data.objects import by_key, objects
from training.data.outfits import FACES, ON_HEADS, RIDDEN, SEEN_THROUGH
from training.data.places import places
from training.data.words import CROWDS, STYLES_EN, TIMES_EN

Kind = Literal["nothing", "single", "count", "pair", "dressed", "crowd", "three"]

OTHER_TIMES = tuple(time for time in TIMES_EN if time != "day")
OTHER_WEATHERS = tuple(weather for weather in WEATHERS if weather != "clear")
OTHER_STYLES = tuple(style for style in STYLES_EN if style != "flat")
COLOURLESS = frozenset({"pencil", "ink"})  #: styles in which a tint could not be seen
DARK = frozenset({"black", "white", "brown"})  #: tints that light cannot have
STANDING = ("meadow", "garden", "forest", "farm", "snow", "autumn")  #: places in which a crowd grows


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How often what is drawn; all shares 0 to 1."""

    kinds: tuple[tuple[Kind, float], ...] = (
        ("nothing", 0.01),
        ("single", 0.38),
        ("count", 0.17),
        ("pair", 0.32),
        ("dressed", 0.05),
        ("crowd", 0.04),
        ("three", 0.03),
    )
    related: tuple[float, float, float] = (0.6, 0.2, 0.2)  #: of pairs, one for each of RELATIONS
    tinted: float = 0.4  #: of things
    time: float = 0.15  #: of outdoor scenes at another time than by day
    weather: float = 0.15  #: of outdoor scenes in another weather than a clear one
    style: float = 0.25  #: of scenes in another style than flat
    size: float = 0.14  #: of lone things that are notably small or big
    groups: float = 0.12  #: of pairs in which one is a group of two or three


TRAINING = Mix(
    kinds=(
        ("nothing", 0.01), ("single", 0.33), ("count", 0.15), ("pair", 0.28), ("dressed", 0.16), ("crowd", 0.04),
        ("three", 0.03),
    ),
    related=(0.4, 0.3, 0.3),
)  #: what is worn, and what stands above or behind, is learnt last, so it comes oftener  # fmt: skip


@cache
def _keys() -> tuple[str, ...]:
    return tuple(item.key for item in objects())


@cache
def _counted() -> tuple[str, ...]:
    return tuple(key for key in _keys() if by_key()[key].plural)


@cache
def _birds() -> tuple[str, ...]:
    return tuple(item.key for item in objects() if item.kind == "bird")


def _tint(rng: Random, mix: Mix, style: str) -> str | None:
    if style in COLOURLESS or rng.random() >= mix.tinted:
        return None
    return rng.choice(COLOURS if style != "neon" else [colour for colour in COLOURS if colour not in DARK])


def _single(rng: Random, mix: Mix) -> tuple[Thing, ...]:
    notable = rng.random() < mix.size
    edge = rng.choice((rng.uniform(0.24, 0.32), rng.uniform(0.76, 0.88))) if notable else rng.uniform(0.48, 0.66)
    return (Thing(rng.choice(_keys()), *layout.alone(rng, edge)),)


def _group(rng: Random) -> tuple[Thing, ...]:
    square = layout.alone(rng, rng.uniform(0.76, 0.92))
    return (Thing(rng.choice(_counted()), *square, count=rng.randint(2, MOST)),)


def _pair(rng: Random, mix: Mix, relation: str) -> tuple[Thing, ...]:
    keys = rng.sample(_keys(), 2)
    first, second = (Thing(key, *box) for key, box in zip(keys, layout.two(relation, rng), strict=True))
    if relation == "left" and rng.random() < mix.groups and by_key()[keys[0]].plural:
        first = replace(first, count=rng.randint(2, 3))
    return first, second


def _three(rng: Random) -> tuple[Thing, ...]:
    return tuple(Thing(key, *box) for key, box in zip(rng.sample(_keys(), 3), layout.three(rng), strict=True))


def _dressed(rng: Random) -> tuple[Thing, ...]:
    how = rng.random()
    worn = rng.choice(SEEN_THROUGH if rng.random() < 0.5 else ON_HEADS) if how < 0.65 else None
    ridden = rng.choice(list(RIDDEN)) if how >= 0.35 else None
    edge = rng.uniform(0.78, 0.9) if ridden else rng.uniform(0.5, 0.64)
    square = layout.alone(rng, edge)
    key = rng.choice([key for key in FACES if key != ridden])
    return (Thing(key, *square, worn=worn, ridden=ridden),)


def _crowded(rng: Random, crowd: str) -> tuple[Thing, ...]:
    key = rng.choice(_birds() if rng.random() < 0.25 else _keys())
    if key in CROWDS[crowd][0]:
        key = "parrot"
    return (Thing(key, *layout.alone(rng, rng.uniform(0.46, 0.6))),)


def kind_of(rng: Random, mix: Mix) -> Kind:
    """One kind of the mixture."""
    return rng.choices([kind for kind, _ in mix.kinds], [share for _, share in mix.kinds])[0]


def draw(rng: Random, mix: Mix, seed: int, kind: Kind) -> Scene:
    """One scene of that kind, held out or not."""
    style = rng.choice(OTHER_STYLES) if rng.random() < mix.style else "flat"
    relation = rng.choices(RELATIONS, mix.related)[0] if kind == "pair" else "left"
    crowd = rng.choice(("flowers", *CROWDS)) if kind == "crowd" else None
    place = rng.choice([place for place in places() if crowd is None or place.key in STANDING])
    time = rng.choice(OTHER_TIMES) if place.has_sky and rng.random() < mix.time else "day"
    weather: Weather = rng.choice(OTHER_WEATHERS) if place.has_sky and rng.random() < mix.weather else "clear"
    things = tuple(replace(thing, tint=_tint(rng, mix, style)) for thing in _things(rng, mix, kind, relation, crowd))
    return Scene(place.key, time, things, seed, weather, style, relation, crowd)


def _things(rng: Random, mix: Mix, kind: Kind, relation: str, crowd: str | None) -> tuple[Thing, ...]:
    if crowd is not None:
        return _crowded(rng, crowd)
    if kind == "pair":
        return _pair(rng, mix, relation)
    if kind == "nothing":
        return ()
    plain = {"count": _group, "three": _three, "dressed": _dressed}
    return plain[kind](rng) if kind in plain else _single(rng, mix)


def sample(seed: int, mix: Mix = TRAINING) -> Scene:
    """The scene of this seed. Everything about it is drawn from the seed alone; nothing in it is held out."""
    rng = Random(seed)
    kind = kind_of(rng, mix)
    while held_out(scene := draw(rng, mix, seed, kind)):
        pass
    return scene
