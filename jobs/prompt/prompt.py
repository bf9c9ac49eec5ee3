"""What a prompt means: words, pictures, and the parameters that were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jobs.prompt.cited import Cited
from jobs.prompt.kinds import Value
from jobs.prompt.parameters import BY_SPELLING
from jobs.requests import Role

Given = tuple[tuple[str, Value], ...]  #: canonical names with their values, in the order of typing
UNWANTED = -0.5  #: weight of each word of --no, as Midjourney has it


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a multi-prompt."""

    text: str
    weight: float = 1.0  #: relative to the others; below 0 pushes away


@dataclass(frozen=True, slots=True)
class AskedPicture:
    """A picture that a prompt asks for."""

    role: Role
    source: str  #: an http(s) link, or `picture:HEX`
    weight: float = 1.0  #: relative to the others of its role, above 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """Words, pictures among them, and the given parameters by canonical name, in the order of typing."""

    words: str  #: all before the first parameter, `::` included, without the pictures
    chunks: tuple[Chunk, ...]  #: the same, cut at `::`; weights add up to more than 0; empty where there are no words
    given: Given = ()
    images: tuple[Cited, ...] = ()  #: pictures in front of or among the words
    ignored: tuple[str, ...] = field(default=(), compare=False)  #: Midjourney's own that mean nothing here, as typed

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
                given[name] = merged(before, value)
            elif name not in given and BY_SPELLING[name].group not in groups:
                given[name] = value
        return replace(self, given=tuple(given.items()))

    def without(self, *names: str) -> Prompt:
        """Without these parameters."""
        return replace(self, given=tuple(pair for pair in self.given if pair[0] not in names))

    def with_images(self, *sources: str) -> Prompt:
        """With further pictures behind those among the words: what was uploaded."""
        return replace(self, images=(*self.images, *map(Cited, sources)))

    def with_sources(self, sources: Mapping[str, str]) -> Prompt:
        """With other sources in the place of some: a kept picture for its link, a drawn number for `random`."""

        def other(item: Cited) -> Cited:
            return replace(item, source=sources.get(item.source, item.source))

        given = tuple(
            (name, tuple(map(other, items)) if (items := citations(value)) else value) for name, value in self.given
        )
        return replace(self, given=given, images=tuple(map(other, self.images)))

    @property
    def pictures(self) -> tuple[AskedPicture, ...]:
        """All pictures that it asks for, in the order of typing."""
        asked = [AskedPicture(Role.IMAGE, item.source, item.weight) for item in self.images]
        for name, value in self.given:
            if role := BY_SPELLING[name].role:
                asked += [AskedPicture(role, item.source, item.weight) for item in citations(value) if item.is_picture]
        return tuple(asked)

    @property
    def text(self) -> str:
        """The words for the model: the chunks that pull."""
        return ", ".join(chunk.text for chunk in self.chunks if chunk.weight > 0)

    @property
    def negative(self) -> str:
        """The words to keep away from: chunks that push, and --no; joined by ", "."""
        pushed = [chunk.text for chunk in self.chunks if chunk.weight < 0]
        return ", ".join(dict.fromkeys((*pushed, *(self.value("no") or ()))))

    @property
    def weighted(self) -> tuple[Chunk, ...]:
        """All chunks, those of --no among them; nothing where one chunk says it all. --no never makes the sum 0 or
        less: where it would, its weights shrink to half of what pulls."""
        if len(self.chunks) < 2:
            return ()
        unwanted, total = self.value("no") or (), sum(chunk.weight for chunk in self.chunks)
        weight = UNWANTED if total + UNWANTED * len(unwanted) > 0 else round(-total / 2 / len(unwanted), 6)
        return (*self.chunks, *(Chunk(item, weight) for item in unwanted))


def citations(value: Value) -> tuple[Cited, ...]:
    """The cited items of a value; nothing for a value of another kind."""
    return tuple(item for item in value if isinstance(item, Cited)) if isinstance(value, tuple) else ()


def merged(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    """Both lists, each item once."""
    return tuple(dict.fromkeys((*first, *second)))
