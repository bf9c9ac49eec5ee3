"""What a prompt points at: links to pictures, our own kept pictures, numbers and names of styles, each with a weight.

    cited  := source [ "::" WEIGHT ]                0 < WEIGHT <= 100, 1 without one
    source := "http://…" | "https://…" | "picture:HEX" | CODE | "random" | NAME

`picture:HEX` (12 to 64 lower-case hex digits) is a picture that we keep: it never expires, and the echo shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CODES = 2**32  #: numbers of styles are below it, as seeds are
HEAVIEST = 100.0  #: weight
_PICTURE = r"(?:https?://[^\s<>\"，、。；]+|picture:[0-9a-f]{12,64}(?![0-9A-Za-z]))"
#: a picture among words: not in quotes (text to be drawn), not a part of a longer word
_LINK = re.compile(
    rf"(?<![\w/:.=&?%\"'-])[<(\[]?(?P<source>{_PICTURE})>?(?P<tail>::[-−]?[0-9.]*)?[,;，、]*", re.IGNORECASE
)
_ITEM = re.compile(rf"<?(?P<source>{_PICTURE}|\w[\w.-]{{0,63}})>?(?P<tail>::[-−]?[0-9.]*)?", re.IGNORECASE)
_TAIL = re.compile(r"::[^/\]]*$")
_WEIGHT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{0,6})?|\.[0-9]{1,6}")
_CLOSERS = {")": "(", "]": "["}


def figure(number: float) -> str:
    """As people write it: 2, 0.5; never an exponent."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, and how much it counts against the others of its parameter."""

    source: str
    weight: float = 1.0

    @property
    def is_picture(self) -> bool:
        """A link, or a picture of ours."""
        return self.source.startswith(("http://", "https://", "picture:"))

    @property
    def code(self) -> int | None:
        """The number of a drawn style, if it is one."""
        return int(self.source) if self.source.isdigit() else None

    def __str__(self) -> str:
        return self.source if self.weight == 1 else f"{self.source}::{figure(self.weight)}"


def weight_of(tail: str | None) -> float:
    """1 for nothing and for `::`. Raises `ValueError` unless it is above 0 and at most 100."""
    figures = (tail or "").removeprefix("::")
    if not figures:
        return 1.0
    if not _WEIGHT.fullmatch(figures) or not 0 < float(figures) <= HEAVIEST:
        raise ValueError(figures)
    return float(figures)


def _cut(match: re.Match[str]) -> tuple[str, str | None]:
    """The source without punctuation that belongs to the sentence, and what stands for its weight."""
    source, tail = match["source"], match["tail"]
    if source.lower().startswith("http") and tail is None:
        source = source.rstrip(",;")
        if found := _TAIL.search(source):
            source, tail = source[: found.start()], found[0]
    while source and source[-1] in _CLOSERS and _CLOSERS[source[-1]] not in source:
        source = source[:-1]
    scheme, colon, rest = source.partition(":")
    return (f"{scheme.lower()}:{rest if '//' in rest else rest.lower()}" if colon else source), tail


def cited(word: str) -> Cited:
    """One item of a parameter's value. Raises `ValueError`."""
    match = _ITEM.fullmatch(word)
    if match is None:
        raise ValueError(word)
    source, tail = _cut(match)
    item = Cited(source if ":" in source else source.lower(), weight_of(tail))
    if item.code is not None and (not source.isascii() or item.code >= CODES):
        raise ValueError(word)
    return item


def pictures_among(words: str) -> tuple[str, tuple[Cited, ...]]:
    """The words without the pictures that stand among them, and these. Raises `ValueError` with a wrong weight."""
    if "://" not in words and "picture:" not in words:
        return words, ()
    found = []
    for match in _LINK.finditer(words):
        source, tail = _cut(match)
        found.append(Cited(source, weight_of(tail)))
    return (" ".join(_LINK.sub(" ", words).split()) if found else words), tuple(found)
