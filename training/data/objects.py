"""What can stand in a scene: an ordered table of Noto Color Emoji drawings with their names.

English and Chinese names are Unicode CLDR's, through the `emoji` package, unless the row of `objects.tsv` gives plainer
ones. The order matters: rows are only ever added at the end, because the judge's classes are counted by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import emoji


@dataclass(frozen=True, slots=True)
class Object:
    """One drawable thing and the words for it."""

    key: str  #: stable identifier, ASCII
    glyph: str  #: the emoji that is drawn
    en: tuple[str, ...]  #: names in English, the usual one first
    zh: tuple[str, ...]  #: names in Chinese, the usual one first
    kind: str  #: key of `KINDS`
    measure: str  #: Chinese measure word
    plural: str | None  #: of the first English name, or None where it is not counted


KINDS: dict[str, tuple[str, str]] = {
    "animal": ("animal", "动物"),
    "bird": ("bird", "鸟"),
    "insect": ("insect", "昆虫"),
    "fruit": ("fruit", "水果"),
    "vegetable": ("vegetable", "蔬菜"),
    "food": ("food", "食物"),
    "drink": ("drink", "饮料"),
    "plant": ("plant", "植物"),
    "flower": ("flower", "花"),
    "vehicle": ("vehicle", "交通工具"),
    "building": ("building", "建筑"),
    "furniture": ("piece of furniture", "家具"),
    "clothes": ("piece of clothing", "衣物"),
    "instrument": ("musical instrument", "乐器"),
    "tool": ("tool", "工具"),
    "ball": ("ball", "球"),
    "toy": ("toy", "玩具"),
    "person": ("person", "人物"),
    "thing": ("thing", "东西"),
}  #: kind -> the hypernym in English and in Chinese


def cldr_name(glyph: str, language: str) -> str:
    """The Unicode CLDR short name of an emoji in `language` (ISO 639-1), in plain words."""
    emoji.config.load_language(language)
    entry = emoji.EMOJI_DATA.get(glyph) or emoji.EMOJI_DATA[glyph + "\ufe0f"]
    return str(entry[language]).strip(":").replace("_", " ").replace("\u2019", "'").lower()


def plural_of(noun: str) -> str:
    """The regular English plural of a noun phrase's last word."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _names(own: str, glyph: str, language: str) -> tuple[str, ...]:
    formal = cldr_name(glyph, language)
    plain = () if language == "en" and not formal.isascii() else (formal,)
    return tuple(dict.fromkeys((*(name for name in own.split(",") if name), *plain)))


def _object(row: str) -> Object:
    key, glyph, kind, measure, en, zh, *rest = row.split("\t")
    named = _names(en, glyph, "en")
    plural = None if rest == ["-"] else rest[0] if rest and rest[0] else plural_of(named[0])
    return Object(key, glyph, named, _names(zh, glyph, "zh"), kind, measure, plural)


@cache
def objects() -> tuple[Object, ...]:
    """All objects in training order."""
    rows = files("training.data").joinpath("objects.tsv").read_text("utf-8").splitlines()
    return tuple(_object(row) for row in rows if not row.startswith("#"))


@cache
def by_key() -> dict[str, Object]:
    """All objects by their key."""
    return {item.key: item for item in objects()}
