"""The kinds of value that a parameter can take: how each is read, shown again, and described.

`read` returns the value and the words that stood behind it, or raises `ValueError`.
`allowed` is the same in every language: figures, ranges, shapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from jobs.geometry import Aspect
from jobs.prompt.cited import Cited, figure

Value = bool | int | float | str | Aspect | tuple[str, ...] | tuple[Cited, ...]

_WHOLE = re.compile(r"\+?[0-9]{1,12}")
_DECIMAL = re.compile(r"\+?(?:[0-9]{1,6}\.?[0-9]{0,6}|\.[0-9]{1,6})")
_ASPECT = re.compile(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,3})")
STOPS = ",;、。"  #: between parameters people write them, and mean nothing by them


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


def first_word(text: str) -> tuple[str, str]:
    """The first word of a value without punctuation around it, and what stands behind it."""
    word, _, rest = text.lstrip(STOPS + " ").partition(" ")
    return word.rstrip(STOPS), rest.strip(STOPS + " ")


def matching(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    """The match of the whole text. Raises `ValueError`."""
    if match := pattern.fullmatch(text):
        return match
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Flag:
    """No value: it is on where it stands."""

    allowed: str = ""

    def read(self, text: str) -> tuple[Value, str]:
        """True; everything is left over."""
        return True, text.strip(STOPS + " ")

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
        word, rest = first_word(text)
        number = int(matching(_WHOLE, word)[0])
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
        word, rest = first_word(text)
        number = float(matching(_DECIMAL, word)[0])
        if number <= 0:
            raise ValueError(word)
        return min(self.choices, key=lambda choice: abs(choice - number)), rest

    def show(self, value: Value) -> str:
        """As people write it: .5 and 2."""
        return f"{value:g}".removeprefix("0") if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number from `low` to `high`, both included, with at most six decimals."""

    low: float
    high: float

    @property
    def allowed(self) -> str:
        """Such as 0-3."""
        return f"{figure(self.low)}-{figure(self.high)}"

    def read(self, text: str) -> tuple[Value, str]:
        """The number."""
        word, rest = first_word(text)
        number = float(matching(_DECIMAL, word)[0])
        if not self.low <= number <= self.high:
            raise ValueError(word)
        return number, rest

    def show(self, value: Value) -> str:
        """Without an exponent and without zeros at the end."""
        return figure(value) if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Ratio:
    """W:H in whole numbers."""

    allowed: str = "W:H (16:9, 3:2, 139:100)"

    def read(self, text: str) -> tuple[Value, str]:
        """An `Aspect`. Raises `AspectTooLong` beyond 14:1."""
        word, rest = first_word(text)
        match = matching(_ASPECT, word)
        return Aspect(int(match[1]), int(match[2])), rest

    def show(self, value: Value) -> str:
        """As typed."""
        return str(value)
