"""From the typed names and values to what is given, by the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import combinations
from typing import NamedTuple

from jobs.prompt.foreign import FOREIGN, IGNORED, REFUSED, RETIRED
from jobs.prompt.kinds import Flag, Kind, Value
from jobs.prompt.mistakes import (
    ConflictingParameters,
    InvalidValue,
    MissingSpace,
    MissingValue,
    PromptMistake,
    Retired,
    StrangeParameter,
    UnknownParameter,
    WordsAfterParameter,
    shown,
)
from jobs.prompt.parameter import Parameter
from jobs.prompt.parameters import BY_SPELLING, PARAMETERS
from jobs.prompt.prompt import Given, merged
from jobs.prompt.word_kinds import Codes

_LETTERS = re.compile(r"[a-z]+")
_PARTNERS = {row.name for row in PARAMETERS if row.group}


class Read(NamedTuple):
    """What is given, and what of Midjourney's own was typed and means nothing here."""

    given: Given = ()
    ignored: tuple[str, ...] = ()


def read_values(typed: Iterable[tuple[str, str]]) -> Read:
    """Canonical names and read values, in the order of their first appearance; of two equal names the last counts,
    lists are merged. Raises a `PromptMistake` or `AspectTooLong`."""
    given: dict[str, Value] = {}
    ignored: dict[str, None] = {}
    for spelling, text in typed:
        if spelling in IGNORED:
            _read(IGNORED[spelling], spelling, text)
            ignored[spelling] = None
            continue
        row = _row(spelling, text)
        value, before = _value(row, spelling, text), given.get(row.name)
        if row.merges and isinstance(before, tuple) and isinstance(value, tuple):
            value = merged(before, value)
        given[row.name] = value
    _check_groups(given)
    return Read(tuple(given.items()), tuple(ignored))


def _check_groups(given: Iterable[str]) -> None:
    for first, second in combinations(_PARTNERS.intersection(given), 2):
        if BY_SPELLING[first].group == BY_SPELLING[second].group:
            first, second = sorted((first, second), key=[*given].index)
            raise ConflictingParameters(first=first, second=second)


def _row(spelling: str, text: str) -> Parameter:
    if row := BY_SPELLING.get(spelling):
        return row
    head = match[0] if (match := _LETTERS.match(spelling)) else ""
    for name in (spelling, head):
        if name in REFUSED:
            raise REFUSED[name](name=name)
        if name in RETIRED:
            raise Retired(name=name, instead=RETIRED[name])
    if head in BY_SPELLING or head in FOREIGN:
        raise MissingSpace(parameter=head, value=shown(spelling[len(head) :].lstrip(":=-—–") or text))
    raise _nothing_of_that_name(spelling)


def _nothing_of_that_name(spelling: str) -> PromptMistake:
    if near := get_close_matches(spelling[:20], BY_SPELLING, n=1):
        return UnknownParameter(name=shown(spelling), nearest=near[0])
    return StrangeParameter(name=shown(spelling), known=", ".join(f"--{row.name}" for row in PARAMETERS))


def _value(row: Parameter, spelling: str, text: str) -> Value:
    if not text and row.bare is not None:
        return row.bare
    return _read(row.kind, spelling, text)


def _read(kind: Kind, spelling: str, text: str) -> Value:
    if not text and not isinstance(kind, Flag | Codes):
        raise MissingValue(parameter=spelling, allowed=kind.allowed)
    try:
        value, rest = kind.read(text)
    except ValueError as error:
        raise InvalidValue(parameter=spelling, value=shown(text), allowed=kind.allowed) from error
    if rest:
        raise WordsAfterParameter(parameter=spelling, words=shown(rest))
    return value
