"""A scene in the words that people would use first: how evaluation and documents ask for it."""

from __future__ import annotations

from random import Random
from typing import Any

from training.data.captions import Language, caption
from training.data.graph import Scene


class _Usual(Random):
    """Always takes what is most usual: the first of all options, and whatever happens at least a third of the time."""

    def random(self) -> float:
        return 0.3

    def choice(self, seq: Any) -> Any:
        return seq[0]

    def shuffle(self, x: Any) -> None:
        """As it is."""

    def choices(self, population: Any, *args: Any, **named: Any) -> list[Any]:
        return [population[0]]


def plainly(scene: Scene, language: Language, unusual: bool = False) -> str:
    """The one usual caption, which tells everything but what holds for most scenes; unusual: in a Chinese word order
    that no caption for training has."""
    return caption(scene, _Usual(0), language, "medium", unusual)
