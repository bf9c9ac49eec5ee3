"""What a prompt means: words and the parameters that were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jobs.prompt.kinds import Value
from jobs.prompt.parameters import BY_SPELLING

Given = tuple[tuple[str, Value], ...]  #: canonical names with their values, in the order of typing


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a multi-prompt."""

    text: str
    weight: float = 1.0  #: relative to the others; below 0 pushes away


@dataclass(frozen=True, slots=True)
class Prompt:
    """Words and the given parameters, by canonical name, in the order in which they were first typed."""

    words: str  #: all before the first parameter, `::` included
    chunks: tuple[Chunk, ...]  #: the same, cut at `::`; never empty, weights add up to more than 0
    given: Given = ()

    def has(self, name: str) -> bool:
        """Whether the person typed it."""
        return any(name == known for known, _ in self.given)

    def value(self, name: str) -> Any:
        """The value given, else the table's default. Raises `KeyError` for a name that is not in the table."""
        default = BY_SPELLING[name].default
        return next((value for known, value in self.given if known == name), default)

    def with_given(self, **values: Value) -> Prompt:
        """With these parameters, replacing those of the same name, new ones at the end."""
        return replace(self, given=tuple((dict(self.given) | values).items()))

    def with_missing(self, values: Mapping[str, Value]) -> Prompt:
        """With those parameters of which neither name nor group is given; lists are merged."""
        given = dict(self.given)
        groups = {BY_SPELLING[name].group for name in given} - {None}
        for name, value in values.items():
            before = given.get(name)
            if isinstance(before, tuple) and isinstance(value, tuple):
                given[name] = tuple(dict.fromkeys(before + value))
            elif name not in given and BY_SPELLING[name].group not in groups:
                given[name] = value
        return replace(self, given=tuple(given.items()))

    def without(self, *names: str) -> Prompt:
        """Without these parameters."""
        return replace(self, given=tuple(pair for pair in self.given if pair[0] not in names))

    @property
    def text(self) -> str:
        """The words for the model: the chunks that pull."""
        return ", ".join(chunk.text for chunk in self.chunks if chunk.weight > 0)

    @property
    def negative(self) -> str:
        """The words to keep away from: chunks that push, and --no; joined by ", "."""
        pushed = [chunk.text for chunk in self.chunks if chunk.weight < 0]
        return ", ".join(dict.fromkeys((*pushed, *(self.value("no") or ()))))
