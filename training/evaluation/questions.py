"""What a model is asked to paint: for each attribute scenes that have it, with combinations that training saw or never
saw, and nothing else unusual about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from random import Random

from training.data.graph import Scene
from training.data.holdout import Attribute, held_out
from training.data.objects import objects
from training.data.scene import Kind, Mix, draw
from training.judge.marking import Mark
from training.pictures import UNSEEN


def _mix(kind: Kind, *, tinted: float = 0.0, time: float = 0.0, weather: float = 0.0, style: float = 0.0) -> Mix:
    return Mix(kinds=((kind, 1.0),), tinted=tinted, time=time, weather=weather, style=style, size=0.0, groups=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One attribute to be asked about."""

    name: str
    mix: Mix
    marks: tuple[Mark, ...]  #: which of the judge's marks count
    held_by: Attribute | None = None  #: what holds combinations of it out of training
    fits: Callable[[Scene], bool] = lambda scene: True


TOPICS: tuple[Topic, ...] = (
    Topic(name="object", mix=_mix("single"), marks=("object", "place")),
    Topic(name="place", mix=_mix("single"), marks=("place", "object"), held_by="place"),
    Topic(name="pair", mix=_mix("pair"), marks=("pair",), held_by="pair"),
    Topic(name="colour", mix=_mix("single", tinted=1.0), marks=("colour", "object"), held_by="colour"),
    Topic(name="count", mix=_mix("count"), marks=("count", "object"), held_by="count"),
    Topic(name="position", mix=_mix("pair"), marks=("position", "pair"), held_by="relation"),
    Topic(
        name="style", mix=_mix("single", style=1.0), marks=("style", "object"), held_by="style",
        fits=lambda scene: scene.style != "flat",
    ),
    Topic(name="time", mix=_mix("single", time=1.0), marks=("time", "object"), fits=lambda scene: scene.time != "day"),
    Topic(
        name="weather", mix=_mix("single", weather=1.0), marks=("weather", "object"),
        fits=lambda scene: scene.weather != "clear",
    ),
    Topic(name="dress", mix=_mix("dressed"), marks=("dress", "object")),
    Topic(name="crowd", mix=_mix("crowd"), marks=("crowd", "object")),
)  # fmt: skip
BY_NAME = {topic.name: topic for topic in TOPICS}
_APART = 10**7  #: seeds between topics


def asked(topic: Topic, number: int, unseen: bool = False) -> list[Scene]:
    """`number` scenes of a topic, the same ones each time. Single objects come each equally often, in their order.

    unseen: with a combination of this topic that training never saw; all else about them was seen."""
    return list(islice(_asked(topic, unseen), number))


def _asked(topic: Topic, unseen: bool) -> Iterator[Scene]:
    wanted = {topic.held_by} if unseen else set()
    keys, told = [item.key for item in objects()], 0
    start = UNSEEN + (TOPICS.index(topic) + 1) * _APART
    for seed in count(start):
        rng = Random(f"question {seed}")
        scene = draw(rng, topic.mix, seed, topic.mix.kinds[0][0])
        if topic.name == "object":
            scene = replace(scene, things=(replace(scene.things[0], key=keys[told % len(keys)]),))
        if topic.fits(scene) and held_out(scene) == wanted:
            told += 1
            yield scene
