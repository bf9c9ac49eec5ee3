"""A scene in words: short, medium and dense captions in English and Chinese, drawn from a seeded generator.

Short captions name only the thing, medium ones the thing and the place, dense ones everything. Most are medium: it is
how people prompt, and it is what binds a thing to its place soonest.
"""

from __future__ import annotations

from random import Random
from typing import Literal

from training.data.objects import KINDS, Object, by_key
from training.data.places import Place, places
from training.data.scene import Scene, Thing

Language = Literal["en", "zh"]
Detail = Literal["short", "medium", "dense"]

CHINESE = 0.4  #: share of Chinese captions
DETAILS: dict[Detail, float] = {"short": 0.1, "medium": 0.6, "dense": 0.3}
SYNONYM, HYPERNYM = 0.15, 0.02  #: how often a thing goes by another name, or by its kind

_NO_ARTICLE = frozenset({"grapes", "cherries", "sunglasses"})
TIMES_EN = {"day": ("by day", "on a sunny day"), "sunset": ("at sunset", "in the evening"), "night": ("at night",)}
TIMES_ZH = {"day": ("白天", "晴天"), "sunset": ("日落时", "傍晚"), "night": ("夜晚", "夜里")}
COLOURS_ZH = {
    "red": "红色",
    "orange": "橙色",
    "yellow": "黄色",
    "green": "绿色",
    "blue": "蓝色",
    "purple": "紫色",
    "pink": "粉色",
}


def caption(scene: Scene, rng: Random, language: Language | None = None, detail: Detail | None = None) -> str:
    """One way of describing the scene. What is not given, the generator chooses."""
    language = language or ("zh" if rng.random() < CHINESE else "en")
    detail = detail or rng.choices(tuple(DETAILS), tuple(DETAILS.values()))[0]
    return (_english if language == "en" else _chinese)(scene, rng, detail)


def _place(scene: Scene) -> Place:
    return next(place for place in places() if place.key == scene.place)


def _name(thing: Thing, rng: Random, language: Language) -> str:
    item: Object = by_key()[thing.key]
    names = item.en if language == "en" else item.zh
    dice = rng.random()
    if dice < HYPERNYM:
        return KINDS[item.kind][language == "zh"]
    return rng.choice(names[1:]) if names[1:] and dice < HYPERNYM + SYNONYM else names[0]


def _phrase(options: tuple[str, ...], rng: Random) -> str:
    return options[0] if rng.random() < 0.5 else rng.choice(options)


def _with_article(noun: str) -> str:
    if noun in _NO_ARTICLE:
        return noun
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _noun(thing: Thing, rng: Random, size: str = "") -> str:
    return " ".join(word for word in (size, thing.tint, _name(thing, rng, "en")) if word)


def _english(scene: Scene, rng: Random, detail: Detail) -> str:
    where = _phrase(_place(scene).en, rng)
    if not scene.things:
        return f"{rng.choice(('nothing', 'an empty place', 'a view'))} {where}"
    if detail == "short":
        nouns = [_noun(thing, rng) for thing in scene.things]
        return " and ".join(_with_article(noun) if rng.random() < 0.6 else noun for noun in nouns)
    size = "big" if detail == "dense" and len(scene.things) == 1 and scene.things[0].size > 0.62 else ""
    who = _together([_with_article(_noun(thing, rng, size)) for thing in scene.things], rng)
    told = scene.time != "day" or (detail == "dense" and rng.random() < 0.3)
    when = " " + rng.choice(TIMES_EN[scene.time]) if told else ""
    if detail == "medium":
        return f"{who} {where}{when}" if rng.random() < 0.9 else f"{where}, {who}{when}"
    frame = rng.choice(("a picture of {}", "a storybook illustration of {}", "{}, flat colours", "{}, picture book"))
    return frame.format(f"{who} {where}{when}")


def _together(nouns: list[str], rng: Random) -> str:
    if len(nouns) == 1:
        return nouns[0]
    left, right = nouns
    pattern = rng.choice(("{0} on the left and {1} on the right", "{0} left of {1}", "{1} right of {0}", "{0} and {1}"))
    return pattern.format(left, right)


def _counted(thing: Thing, rng: Random, size: str = "") -> str:
    tint = f"{COLOURS_ZH[thing.tint]}的" if thing.tint else ""
    return f"一{by_key()[thing.key].measure}{size}{tint}{_name(thing, rng, 'zh')}"


def _chinese(scene: Scene, rng: Random, detail: Detail) -> str:
    where = _phrase(_place(scene).zh, rng)
    if not scene.things:
        return rng.choice((f"{where}什么都没有", f"空空的{where}"))
    if detail == "short":
        if rng.random() < 0.4:
            return "和".join(_name(thing, rng, "zh") for thing in scene.things if not thing.tint) or "东西"
        return "和".join(_counted(thing, rng) for thing in scene.things)
    size = "大" if detail == "dense" and len(scene.things) == 1 and scene.things[0].size > 0.62 else ""
    things = [_counted(thing, rng, size) for thing in scene.things]
    when = rng.choice(TIMES_ZH[scene.time]) if scene.time != "day" or (detail == "dense" and rng.random() < 0.3) else ""
    who = "和".join(things)
    if len(things) == 2 and rng.random() < 0.6:
        return f"{when}{where}，左边是{things[0]}，右边是{things[1]}"
    pattern = rng.choice(("{who}在{where}", "{where}有{who}", "在{where}的{who}", "{where}的{who}"))
    words = pattern.format(who=who, where=where)
    words = f"{when}，{words}" if when else words
    return rng.choice(("一幅画，{}", "绘本插画，{}", "{}，绘本风格")).format(words) if detail == "dense" else words
