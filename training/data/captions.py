"""A scene in words: short, medium and dense captions in English and Chinese, drawn from a seeded generator.

Short captions name only the things, medium ones the place too, dense ones everything. Most are medium: it is how people
prompt, and it is what binds a thing to its place soonest. Whatever is not as usual (a colour, a number, night, rain, a
style) is nearly always said, or a model would learn that the words for it mean nothing.
"""

from __future__ import annotations

from random import Random
from typing import Literal

from training.data.chinese import chinese
from training.data.english import english
from training.data.graph import Scene
from training.data.telling import CHINESE, DETAILS, Detail

Language = Literal["en", "zh"]


def caption(
    scene: Scene, rng: Random, language: Language | None = None, detail: Detail | None = None, unusual: bool = False
) -> str:
    """One way of describing the scene. What is not given, the generator chooses.

    unusual: in a Chinese word order that no caption for training has.
    """
    language = language or ("zh" if rng.random() < CHINESE else "en")
    detail = detail or _detail(rng)
    return chinese(scene, rng, detail, unusual) if language == "zh" else english(scene, rng, detail)


def told_alike(scene: Scene, rng: Random) -> tuple[str, str]:
    """A caption in English, and one in Chinese that tells as much."""
    detail = _detail(rng)
    return caption(scene, rng, "en", detail), caption(scene, rng, "zh", detail)


def _detail(rng: Random) -> Detail:
    return rng.choices(tuple(DETAILS), tuple(DETAILS.values()))[0]
