"""The kinds of value that are words: names, lists, versions, links. See `jobs.prompt.kinds`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobs.prompt.cited import Cited, cited
from jobs.prompt.kinds import Value, first_word, matching
from jobs.prompt.mistakes import ForeignStyle, shown

_VERSION = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?[abc]?")
_SPACES_OR_COMMAS = re.compile(r"[\s,，、;]+")
_NAME = re.compile(r"\w[\w./@-]{0,99}")
_COMMAS = re.compile(r"\s*[,、;]\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """One word without spaces."""

    allowed: str = "NAME"

    def read(self, text: str) -> tuple[Value, str]:
        """The name, in lower case."""
        word, rest = first_word(text)
        return matching(_NAME, word)[0].lower(), rest

    def show(self, value: Value) -> str:
        """As it is."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of Midjourney, which stands for the model that the owner named for it."""

    allowed: str = "6, 6.1, 7"

    def read(self, text: str) -> tuple[Value, str]:
        """As typed, in lower case: "6", "6.1", "4b"."""
        word, rest = first_word(text)
        return matching(_VERSION, word.lower())[0], rest

    def show(self, value: Value) -> str:
        """As typed."""
        return str(value)


@dataclass(frozen=True, slots=True)
class OwnStyle:
    """`raw`; Midjourney's other styles and codes are its own."""

    allowed: str = "raw"

    def read(self, text: str) -> tuple[Value, str]:
        """`raw`. Raises `ForeignStyle`."""
        word, rest = first_word(text)
        if word.lower() != "raw":
            raise ForeignStyle(style=shown(word or text))
        return "raw", rest

    def show(self, value: Value) -> str:
        """As it is."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Links and pictures of ours; with `styles`, also numbers, `random` and names of styles."""

    styles: bool = False
    most: int = 10

    @property
    def allowed(self) -> str:
        """What may be cited."""
        link = "https://…" if self.most == 1 else "https://… https://…"
        return f"{link}, 0-4294967295, random, NAME" if self.styles else link

    def read(self, text: str) -> tuple[Value, str]:
        """The cited items; what stands behind the last link is left over."""
        words = [word for word in _SPACES_OR_COMMAS.split(text) if word]
        items: list[Cited] = []
        for at, word in enumerate(words):
            item = self._item(word, first=not items)
            if item is None:
                return tuple(items), " ".join(words[at:])
            items.append(item)
        if not 0 < len(items) <= self.most:
            raise ValueError(text)
        return tuple(items), ""

    def _item(self, word: str, *, first: bool) -> Cited | None:
        """None for a word that is no link behind one that is."""
        try:
            item = cited(word)
        except ValueError:
            if first or "::" in word or "://" in word:
                raise
            return None
        if item.is_picture or self.styles:
            return item
        if first:
            raise ValueError(word)
        return None

    def show(self, value: Value) -> str:
        """Between spaces."""
        return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of Midjourney's own: one word, or several that hold figures; none at all is allowed too."""

    allowed: str = "CODE"

    def read(self, text: str) -> tuple[Value, str]:
        """All words that look like codes."""
        words = text.replace(",", " ").split()
        codes = [word for word in words if any(letter.isdigit() for letter in word)]
        return tuple(codes), " ".join(words[len(codes) :]) if words[: len(codes)] == codes else text

    def show(self, value: Value) -> str:
        """Between spaces."""
        return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


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
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
