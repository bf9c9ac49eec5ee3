"""Chinese captions."""

from __future__ import annotations

from random import Random

from training.data.graph import Relation, Scene, Thing, size_word
from training.data.objects import by_key
from training.data.outfits import RIDDEN
from training.data.telling import Detail, name_of, phrase, place_of, tells
from training.data.words import COLOURS_ZH, CROWDS, NUMBERS_ZH, STYLES_ZH, TIMES_ZH, WEATHERS_ZH

ORDERS = ("{who}在{where}", "{who}在{where}", "{where}有{who}", "在{where}的{who}", "{where}的{who}")
UNUSUAL = ("有{who}在{where}", "{where}，{who}")  #: only evaluation uses these
_SIZES = {"small": "小", "big": "大"}

BETWEEN: dict[Relation, tuple[str, ...]] = {
    "left": (
        "左边是{0}，右边是{1}",
        "{0}在{1}的左边",
        "{1}在{0}的右边",
        "{0}和{1}",
        "{0}在左，{1}在右",
    ),
    "above": ("{0}在{1}的上面", "{1}在{0}的下面", "上面是{0}，下面是{1}", "{0}在{1}上方"),
    "behind": ("{0}在{1}的后面", "{1}在{0}的前面", "{1}后面有{0}", "{0}站在{1}身后"),
}  #: relation -> frames for the first and the second thing


def _adjectives(scene: Scene, thing: Thing, rng: Random) -> str:
    tint = COLOURS_ZH[thing.tint] if thing.tint else ""
    if tint and rng.random() < 0.8:
        tint += "的"
    size = size_word(scene, thing)
    return tint + (_SIZES[size] if size and rng.random() < 0.95 else "")


def _one(scene: Scene, thing: Thing, rng: Random, bare: bool = False) -> str:
    """Number, measure word and name, with what is worn and ridden."""
    item = by_key()[thing.key]
    number = "" if bare and thing.count == 1 else NUMBERS_ZH[thing.count] + item.measure
    if number and thing.count > 1 and rng.random() < 0.08:
        number = f"{thing.count}{item.measure}"
    named = _adjectives(scene, thing, rng) + name_of(thing, rng, "zh")
    worn = f"戴着{by_key()[thing.worn].zh[0]}" if thing.worn else ""
    if not thing.ridden:
        return f"{number}{worn}的{named}" if worn else f"{number}{named}"
    mount = by_key()[thing.ridden]
    riding = f"{RIDDEN[thing.ridden][1]}一{mount.measure}{mount.zh[0]}"
    dressed = f"{number}{worn}的{named}" if worn else f"{number}{named}"
    return rng.choice((f"{dressed}，{riding}", f"{dressed}{riding}"))


def _who(scene: Scene, rng: Random, bare: bool) -> str:
    nouns = [_one(scene, thing, rng, bare) for thing in scene.things]
    if len(nouns) == 2:
        return rng.choice(BETWEEN[scene.relation]).format(*nouns)
    if len(nouns) == 3:
        return rng.choice(("{0}、{1}和{2}", "从左到右是{0}、{1}和{2}")).format(*nouns)
    return nouns[0]


def _where(scene: Scene, rng: Random) -> str:
    place = phrase(place_of(scene).zh, rng)
    if not scene.crowd:
        return place
    crowd = phrase(CROWDS[scene.crowd][2], rng)
    return f"{place}的{crowd}" if rng.random() < 0.4 else crowd


def _situated(scene: Scene, rng: Random, who: str, unusual: bool) -> str:
    where = _where(scene, rng)
    if unusual:
        return (rng.choice(UNUSUAL) if len(scene.things) == 1 else UNUSUAL[-1]).format(who=who, where=where)
    if scene.crowd and rng.random() < 0.5:
        return f"{who}站在{where}"
    told = "在" in who or "是" in who or "，" in who
    if told and scene.things and (scene.things[0].ridden or len(scene.things) > 1):
        return f"在{where}，{who}"
    return rng.choice(ORDERS).format(who=who, where=where)


def _when(scene: Scene, rng: Random, detail: Detail) -> list[str]:
    sky = place_of(scene).has_sky
    told = []
    if tells(scene.time, "day", detail, rng) and sky:
        told.append(phrase(TIMES_ZH[scene.time], rng))
    if tells(scene.weather, "clear", detail, rng) and sky:
        told.append(phrase(WEATHERS_ZH[scene.weather], rng))
    rng.shuffle(told)
    return told


def _styled(words: str, scene: Scene, rng: Random, detail: Detail) -> str:
    if not tells(scene.style, "flat", detail, rng):
        return rng.choice(("一幅画，{}", "绘本插画，{}", "{}")).format(words) if detail == "dense" else words
    style = phrase(STYLES_ZH[scene.style], rng)
    return rng.choice(("{words}，{style}", "{words}，{style}", "{style}，{words}", "{style}：{words}")).format(
        words=words, style=style
    )


def chinese(scene: Scene, rng: Random, detail: Detail, unusual: bool = False) -> str:
    """One Chinese caption; `unusual` in a word order that is held out of training."""
    when = _when(scene, rng, detail)
    if not scene.things:
        words = rng.choice(("{}什么都没有", "空空的{}")).format(_where(scene, rng))
    else:
        who = _who(scene, rng, bare=detail == "short" and rng.random() < 0.4)
        is_short = detail == "short" and not scene.crowd and not unusual
        words = who if is_short else _situated(scene, rng, who, unusual)
    if when:
        words = "，".join((*when, words)) if rng.random() < 0.7 else "，".join((words, *when))
    return _styled(words, scene, rng, detail)
