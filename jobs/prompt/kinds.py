"""The kinds of value that a parameter can take: how each is read, shown again, and described.

`read` returns the value and the words that stood behind it, or raises `ValueError`.
`allowed` is the same in every language: figures, ranges, shapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from jobs.geometry import Aspect

Value = bool | int | float | str | Aspect | tuple[str, ...]

_WHOLE = re.compile(r"\+?[0-9]{1,12}")
_DECIMAL = re.compile(r"\+?(?:[0-9]{1,6}\.?[0-9]{0,6}|\.[0-9]{1,6})")
_ASPECT = re.compile(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,3})")
_NAME = re.compile(r"\w[\w./@-]{0,99}")
_COMMAS = re.compile(r"\s*[,、;]\s*")
_STOPS = ",;、。"  #: between parameters people write them, and mean nothing by them


class Kind(Protocol):
    """What a parameter's value may be."""

    @property
    def allowed(self) -> str:
        """In figures, such as 0-100."""
        ...

    def read(self, text: str) -> tuple[Value, str]:
        """The value at the start of `text` (never empty), and what stands behind it. Raises `ValueError`."""
        ...

    def show(self, value: Value) -> str:
        """The value as it is typed."""
        ...


def _first(text: str) -> tuple[str, str]:
    word, _, rest = text.lstrip(_STOPS + " ").partition(" ")
    return word.rstrip(_STOPS), rest.strip(_STOPS + " ")


def _matching(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    if match := pattern.fullmatch(text):
        return match
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Flag:
    """No value: it is on where it stands."""

    allowed: str = ""

    def read(self, text: str) -> tuple[Value, str]:
        """True; everything is left over."""
        return True, text.strip(_STOPS + " ")

    def show(self, value: Value) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def allowed(self) -> str:
        """Such as 0-100."""
        return f"{self.low}-{self.high}"

    def read(self, text: str) -> tuple[Value, str]:
        """The number."""
        word, rest = _first(text)
        number = int(_matching(_WHOLE, word)[0])
        if not self.low <= number <= self.high:
            raise ValueError(word)
        return number, rest

    def show(self, value: Value) -> str:
        """In decimal."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Nearest:
    """One of `choices` (rising): any positive number is taken for the nearest of them, the lower one between two."""

    choices: tuple[float, ...]

    @property
    def allowed(self) -> str:
        """All choices."""
        return ", ".join(self.show(choice) for choice in self.choices)

    def read(self, text: str) -> tuple[Value, str]:
        """The nearest choice."""
        word, rest = _first(text)
        number = float(_matching(_DECIMAL, word)[0])
        if number <= 0:
            raise ValueError(word)
        return min(self.choices, key=lambda choice: abs(choice - number)), rest

    def show(self, value: Value) -> str:
        """As people write it: .5 and 2."""
        return f"{value:g}".removeprefix("0") if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Ratio:
    """W:H in whole numbers."""

    allowed: str = "W:H (16:9, 3:2, 139:100)"

    def read(self, text: str) -> tuple[Value, str]:
        """An `Aspect`. Raises `AspectTooLong` beyond 14:1."""
        word, rest = _first(text)
        match = _matching(_ASPECT, word)
        return Aspect(int(match[1]), int(match[2])), rest

    def show(self, value: Value) -> str:
        """As typed."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Name:
    """One word without spaces."""

    allowed: str = "NAME"

    def read(self, text: str) -> tuple[Value, str]:
        """The name, in lower case."""
        word, rest = _first(text)
        return _matching(_NAME, word)[0].lower(), rest

    def show(self, value: Value) -> str:
        """As it is."""
        return str(value)


@dataclass(frozen=True, slots=True)
class WordList:
    """Words between commas, spaces included; a repetition is merged."""

    allowed: str = "WORD, WORD"

    def read(self, text: str) -> tuple[Value, str]:
        """Each item once, in order."""
        items = tuple(dict.fromkeys(item for item in _COMMAS.split(text) if item))
        if not items:
            raise ValueError(text)
        return items, ""

    def show(self, value: Value) -> str:
        """Between commas."""
        return ", ".join(value) if isinstance(value, tuple) else str(value)
