"""Hard negatives: scenes that differ from a given one in one thing about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from training.data import layout
from training.data.graph import COLOURS, MOST, RELATIONS, Scene, Thing
from training.data.holdout import held_out
from training.data.objects import by_key, objects
from training.data.places import places
from training.data.scene import COLOURLESS, DARK, OTHER_STYLES, OTHER_TIMES, OTHER_WEATHERS, meaning

Change = Callable[[Scene, Random], Scene]


def _on_one(scene: Scene, rng: Random, change: Callable[[Thing], Thing]) -> Scene:
    which = rng.randrange(len(scene.things))
    return replace(scene, things=(*scene.things[:which], change(scene.things[which]), *scene.things[which + 1 :]))


def _object(scene: Scene, rng: Random) -> Scene:
    key = rng.choice(objects()).key
    if any(thing.worn or thing.ridden for thing in scene.things) or key in {thing.key for thing in scene.things}:
        return scene
    return _on_one(scene, rng, lambda thing: replace(thing, key=key) if thing.count == 1 else thing)


def _colour(scene: Scene, rng: Random) -> Scene:
    if scene.style in COLOURLESS:
        return scene
    tints = [colour for colour in COLOURS if scene.style != "neon" or colour not in DARK]
    return _on_one(scene, rng, lambda thing: replace(thing, tint=rng.choice([*tints, None])))


def _count(scene: Scene, rng: Random) -> Scene:
    thing = scene.things[0]
    if thing.count == 1 or not by_key()[thing.key].plural:
        return scene
    return replace(scene, things=(replace(thing, count=rng.randint(2, MOST)), *scene.things[1:]))


def _swap(scene: Scene, rng: Random) -> Scene:
    if len(scene.things) < 2:
        return scene
    first, second, *rest = scene.things
    placed = (_moved(second, first), _moved(first, second))
    return replace(scene, things=(*placed, *rest))


def _moved(thing: Thing, to: Thing) -> Thing:
    return replace(thing, x=to.x, y=to.y, size=to.size)


def _place(scene: Scene, rng: Random) -> Scene:
    sky = scene.time != "day" or scene.weather != "clear"
    return replace(scene, place=rng.choice([place.key for place in places() if place.has_sky or not sky]))


def _has_sky(scene: Scene) -> bool:
    return next(place.has_sky for place in places() if place.key == scene.place)


def _time(scene: Scene, rng: Random) -> Scene:
    return replace(scene, time=rng.choice(("day", *OTHER_TIMES))) if _has_sky(scene) else scene


def _weather(scene: Scene, rng: Random) -> Scene:
    return replace(scene, weather=rng.choice(("clear", *OTHER_WEATHERS))) if _has_sky(scene) else scene


def _style(scene: Scene, rng: Random) -> Scene:
    tinted = any(thing.tint for thing in scene.things)
    styles = [style for style in ("flat", *OTHER_STYLES) if not tinted or style not in (*COLOURLESS, "neon")]
    return replace(scene, style=rng.choice(styles))


def _relation(scene: Scene, rng: Random) -> Scene:
    if len(scene.things) != 2:
        return scene
    relation = rng.choice(RELATIONS)
    squares = layout.two(relation, rng)
    moved = tuple(
        replace(thing, x=x, y=y, size=edge) for thing, (x, y, edge) in zip(scene.things, squares, strict=True)
    )
    return replace(scene, things=moved, relation=relation)


_CHANGES: tuple[tuple[Change, float], ...] = (
    (_object, 4),
    (_place, 3),
    (_colour, 3),
    (_count, 3),
    (_swap, 4),
    (_relation, 1),
    (_time, 0.7),
    (_weather, 0.7),
    (_style, 1),
)  #: and how often each is tried


def sibling(scene: Scene, rng: Random) -> Scene:
    """The scene with one thing about it changed: object, colour, count, sides, relation, place, time, weather or style.

    What it shows is not held out. An empty place has another place for a sibling.
    """
    changes, weights = zip(*_CHANGES, strict=True)
    while True:
        change: Change = rng.choices(changes, weights)[0] if scene.things else _place
        other = change(scene, rng)
        if meaning(other) != meaning(scene) and not held_out(other):
            return other
