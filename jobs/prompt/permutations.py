"""Permutations: `a {red, green} bird` is two prompts; groups multiply and nest, the leftmost varies slowest.

    group := "{" item { "," item } "}"        an item may be empty, and may hold groups, ten deep
    "\\," "\\{" "\\}"                            a comma or a brace that is meant as such

Chinese commas and full-width braces count too. Escapes stay in the results, for `parse` to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from jobs.errors import TooManyPictures
from jobs.prompt.mistakes import TooDeep, TooLong, UnbalancedBraces, shown

LIMIT = 6000  #: characters, as Midjourney's first documents say and as Discord lets people type
DEEPEST = 10  #: groups within groups
_TOKEN = re.compile(r"\\[,{}，、｛｝]|[,，、]|[{｛]|[}｝]|[^\\,，、{}｛｝]+|\\", re.DOTALL)
_ESCAPED = re.compile(r"\\([,{}，、｛｝])")
_TO_ESCAPE = re.compile(r"[{}｛｝]|(?<=\\)[,，、]")
_SPACED = re.compile(r"\s+(?=\\[,，、])")


@dataclass(frozen=True, slots=True)
class Group:
    """The items between two braces; each is a sequence of texts and groups."""

    items: tuple[Sequence, ...]

    @property
    def count(self) -> int:
        return sum(_count(item) for item in self.items)


Sequence = tuple[str | Group, ...]


def unescaped(text: str) -> str:
    """`\\{` is a brace from here on."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def escaped(text: str) -> str:
    """The inverse: what has to be typed to mean this text."""
    return _TO_ESCAPE.sub(r"\\\g<0>", text)


def has_groups(text: str) -> bool:
    """Whether braces are left that mean a permutation. Raises `UnbalancedBraces`, `TooDeep`."""
    return any(isinstance(part, Group) for part in _read(text))


def count(text: str) -> int:
    """How many prompts these are, without making one of them. Raises `UnbalancedBraces`, `TooDeep`."""
    return _count(_read(text))


def expand(text: str, cap: int) -> tuple[str, ...]:
    """The prompts. Raises `TooManyPictures` above `cap` of them, `UnbalancedBraces`, `TooDeep`, `TooLong`."""
    if len(text) > LIMIT:
        raise TooLong(length=len(text), limit=LIMIT)
    parts = _read(text)
    if (wanted := _count(parts)) > cap:
        raise TooManyPictures(count=min(wanted, 10**9), limit=cap)
    return tuple(_texts(parts))


def _count(parts: Sequence) -> int:
    return prod(part.count for part in parts if isinstance(part, Group))


def _texts(parts: Sequence) -> Iterator[str]:
    choices = [[part] if isinstance(part, str) else [*_of_group(part)] for part in parts]
    return ("".join(chosen) for chosen in product(*choices))


def _of_group(group: Group) -> Iterator[str]:
    return (_SPACED.sub("", text).strip() for item in group.items for text in _texts(item))


class _Open:
    """A group that is being read: its finished items, and the parts of the one at hand."""

    def __init__(self) -> None:
        self.items: list[Sequence] = []
        self.parts: list[str | Group] = []

    def end_item(self) -> None:
        self.items.append(tuple(self.parts))
        self.parts = []


def _read(text: str) -> Sequence:
    stack = [_Open()]
    for token in _TOKEN.findall(text):
        top = stack[-1]
        if token in "{｛":
            stack.append(_Open())
            if len(stack) > DEEPEST + 1:
                raise TooDeep(limit=DEEPEST)
        elif token in "}｝":
            if len(stack) == 1:
                raise UnbalancedBraces(brace=token, near=shown(text))
            stack.pop().end_item()
            top.parts, closed = [], Group(tuple(top.items))
            stack[-1].parts.append(closed)
        elif token in ",，、" and len(stack) > 1:
            top.end_item()
        else:
            top.parts.append(token)
    if len(stack) > 1:
        raise UnbalancedBraces(brace="{", near=shown(text))
    return tuple(stack[0].parts)
