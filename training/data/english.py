"""English captions."""

from __future__ import annotations

from random import Random

from training.data.graph import Relation, Scene, Thing, size_word
from training.data.objects import by_key, plural_of
from training.data.outfits import RIDDEN
from training.data.telling import Detail, name_of, phrase, place_of, tells
from training.data.words import CROWDS, NUMBERS_EN, STYLES_EN, TIMES_EN, WEATHERS_EN

_NO_ARTICLE = frozenset(
    {"grapes", "cherries", "sunglasses", "glasses", "scissors", "headphones", "french fries", "chips"}
)
_SIZES = {"small": ("small", "little", "tiny"), "big": ("big", "large", "huge")}

BETWEEN: dict[Relation, tuple[str, ...]] = {
    "left": (
        "{0} on the left and {1} on the right",
        "{0} to the left of {1}",
        "{1} to the right of {0}",
        "{0} left of {1}",
        "{1} right of {0}",
        "{0} and {1}",
        "{0} next to {1}",
    ),
    "above": ("{0} above {1}", "{1} below {0}", "{0} over {1}", "{0} on top and {1} at the bottom", "{1} under {0}"),
    "behind": ("{0} behind {1}", "{1} in front of {0}", "{1} standing before {0}"),
}  #: relation -> frames for the first and the second thing
_FRAMES = ("a picture of {}", "a storybook illustration of {}", "an illustration of {}", "{}", "a drawing with {}")


def with_article(noun: str) -> str:
    """The noun with "a" or "an", where it takes one."""
    if noun.split(" ")[-1] in _NO_ARTICLE or noun in _NO_ARTICLE or noun.startswith("statue of"):
        return noun
    return f"{'an' if noun[0] in 'aeio' or noun.startswith('umb') else 'a'} {noun}"


def _plural(thing: Thing, rng: Random) -> str:
    item, name = by_key()[thing.key], name_of(thing, rng, "en")
    usual = item.plural or item.en[0]
    return usual if name == item.en[0] or " of " in name or name.endswith("s") else plural_of(name)


def _noun(scene: Scene, thing: Thing, rng: Random) -> tuple[str, bool]:
    """Size, colour and name without an article, and whether one fits."""
    size = size_word(scene, thing)
    adjectives = [rng.choice(_SIZES[size])] if size and rng.random() < 0.95 else []
    adjectives += [thing.tint] if thing.tint else []
    if thing.count == 1:
        return " ".join((*adjectives, name_of(thing, rng, "en"))), True
    number = NUMBERS_EN[thing.count] if rng.random() < 0.9 else str(thing.count)
    return " ".join((number, *adjectives, _plural(thing, rng))), False


def _one(scene: Scene, thing: Thing, rng: Random, bare: bool = False) -> str:
    noun, single = _noun(scene, thing, rng)
    words = with_article(noun) if single and not bare else noun
    if thing.worn:
        worn = with_article(by_key()[thing.worn].en[0])
        words += rng.choice((" wearing {}", " wearing {}", " with {}", " in {}")).format(worn)
    if thing.ridden:
        words += f" {RIDDEN[thing.ridden][0]} {with_article(by_key()[thing.ridden].en[0])}"
    return words


def _who(scene: Scene, rng: Random, bare: bool) -> str:
    nouns = [_one(scene, thing, rng, bare) for thing in scene.things]
    if len(nouns) == 2:
        return rng.choice(BETWEEN[scene.relation]).format(*nouns)
    if len(nouns) == 3:
        order = rng.choice(("{0}, {1} and {2}", "from left to right {0}, {1} and {2}", "{0} left of {1} and {2}"))
        return order.format(*nouns)
    if scene.crowd:
        among = rng.choice(CROWDS[scene.crowd][1])
        return f"{nouns[0]} {rng.choice(('among', 'standing among', 'surrounded by', 'in the middle of'))} {among}"
    return nouns[0]


def _when(scene: Scene, rng: Random, detail: Detail) -> list[str]:
    sky = place_of(scene).has_sky
    told = []
    if tells(scene.time, "day", detail, rng) and sky:
        told.append(phrase(TIMES_EN[scene.time], rng))
    if tells(scene.weather, "clear", detail, rng) and sky:
        told.append(phrase(WEATHERS_EN[scene.weather], rng))
    rng.shuffle(told)
    return told


def _styled(words: str, scene: Scene, rng: Random, detail: Detail) -> str:
    if not tells(scene.style, "flat", detail, rng):
        return rng.choice(_FRAMES).format(words) if detail == "dense" else words
    style = phrase(STYLES_EN[scene.style], rng)
    frame = rng.choice(
        ("{words}, {style}", "{words}, {style}", "{words}, {style}", "{words}, {style} style", "{style}, {words}")
    )
    return frame.format(words=words, style=style)


def english(scene: Scene, rng: Random, detail: Detail) -> str:
    """One English caption."""
    where, when = phrase(place_of(scene).en, rng), _when(scene, rng, detail)
    if not scene.things:
        who, detail = rng.choice(("nothing", "an empty place", "a view")), "medium"
    else:
        who = _who(scene, rng, bare=detail == "short" and rng.random() < 0.4)
    if detail == "short" and scene.things:
        where = ""
    parts = [where, *when]
    if rng.random() < 0.1 and where:
        return _styled(f"{' '.join(parts)}, {who}", scene, rng, "medium")
    return _styled(" ".join(part for part in (who, *parts) if part), scene, rng, detail)
