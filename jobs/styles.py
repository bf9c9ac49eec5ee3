"""Styles that people made from pictures, by name: `--sref NAME` takes their manner.

A style belongs to the server where it was made, and everybody there may use it; one made in direct messages is its
maker's alone. Its pictures are copies of what the maker gave, under `style/` in the picture store.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import redis
from pydantic import Field

from jobs import keys
from jobs.errors import Mistake
from jobs.pictures import PictureStore
from jobs.plan import Styles
from jobs.plan.references import RANDOM
from jobs.requests import Frozen

FOLDER = "style"
MOST = 100  #: styles of one place
_NAME = re.compile(r"(?!\d+$)\w[\w.-]{0,31}")


class StyleNameWrong(Mistake):
    """Not a name that a prompt could tell from numbers, links and `random`."""

    code = "style_name_wrong"
    english = "`{name}` is no name for a style; letters, figures, - and _ work, not figures alone, at most 32 of them."


class StyleTaken(Mistake):
    """Somebody else made a style of that name here."""

    code = "style_taken"
    english = "There is a style `{name}` here already, made by somebody else; choose another name."


class StyleUnknown(Mistake):
    """No style of that name here."""

    code = "style_unknown"
    english = "There is no style `{name}` here; `/style list` shows those that there are."


class StyleNotYours(Mistake):
    """Only its maker and the administrators may delete a style."""

    code = "style_not_yours"
    english = "Only its maker or an administrator may delete the style `{name}`."


class TooManyStyles(Mistake):
    """The place is full."""

    code = "too_many_styles"
    english = "There are {limit} styles here already; delete one first."


class Style(Frozen):
    """One style, as it is stored."""

    maker: int  #: id of the person
    pictures: tuple[str, ...] = Field(min_length=1)  #: keys in the picture store


def style_name(typed: str) -> str:
    """The name in lower case, as prompts are read. Raises `StyleNameWrong`."""
    name = typed.strip().lower()
    if not _NAME.fullmatch(name) or name == RANDOM:
        raise StyleNameWrong(name=typed[:40].replace("`", "'"))
    return name


def place_of(guild_id: int | None, person_id: int) -> str:
    """Whose styles: those of a server, or of a person in direct messages."""
    return f"server-{guild_id}" if guild_id else f"person-{person_id}"


class StyleStore:
    """The styles of each place."""

    def __init__(self, connection: redis.Redis, pictures: PictureStore) -> None:
        self._redis, self._pictures = connection, pictures

    def of(self, place: str) -> dict[str, Style]:
        """All styles of a place by name, in the order of the alphabet."""
        found: Any = self._redis.hgetall(keys.styles(place))
        return {name.decode(): Style.model_validate_json(value) for name, value in sorted(found.items())}

    def keys_of(self, place: str) -> Styles:
        """What `jobs.plan` needs of them."""
        return {name: style.pictures for name, style in self.of(place).items()}

    def make(self, place: str, name: str, maker: int, given: Sequence[str]) -> Style:
        """Make a style of kept pictures, or replace one's own. Raises `StyleTaken`, `TooManyStyles`,
        `FileNotFoundError`."""
        owner, index = f"{place}/{name} {maker} ", keys.styles(place)
        style = Style(maker=maker, pictures=tuple(self._copied(owner, key) for key in given))

        def write(pipe: Any) -> Style | None:
            there = {each.decode(): Style.model_validate_json(it) for each, it in pipe.hgetall(index).items()}
            if name in there and there[name].maker != maker:
                raise StyleTaken(name=name)
            if name not in there and len(there) >= MOST:
                raise TooManyStyles(limit=MOST)
            pipe.multi()
            pipe.hset(index, name, style.model_dump_json())
            pipe.sadd(keys.of_person(maker, "styles"), f"{place}/{name}")
            return there.get(name)

        transact: Any = self._redis.transaction  # its types know no answer of `write`
        try:
            before: Style | None = transact(write, index, value_from_callable=True)
        except Mistake:
            self._delete(style.pictures)
            raise
        self._delete(set(before.pictures if before else ()) - set(style.pictures))
        return style

    def delete(self, place: str, name: str, person_id: int, *, may_all: bool = False) -> None:
        """Delete a style with its pictures. Raises `StyleUnknown`, `StyleNotYours`."""
        style = self.of(place).get(name)
        if style is None:
            raise StyleUnknown(name=name[:40])
        if style.maker != person_id and not may_all:
            raise StyleNotYours(name=name)
        self._redis.hdel(keys.styles(place), name)
        self._redis.srem(keys.of_person(style.maker, "styles"), f"{place}/{name}")
        self._delete(style.pictures)

    def erase(self, person_id: int) -> None:
        """Delete every style that the person made."""
        found: Any = self._redis.smembers(keys.of_person(person_id, "styles"))
        for place, _, name in (entry.decode().partition("/") for entry in found):
            self.delete(place, name, person_id, may_all=True)

    def _copied(self, owner: str, key: str) -> str:
        data = self._pictures.get(key)
        copy = f"{FOLDER}/{hashlib.sha256(owner.encode() + data).hexdigest()[:32]}.png"
        self._pictures.put(copy, data)
        return copy

    def _delete(self, pictures: Iterable[str]) -> None:
        for key in pictures:
            self._pictures.delete(key)
