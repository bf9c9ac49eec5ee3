"""From the typed names and values to what is given, by the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import combinations

from jobs.prompt.kinds import Flag, Value
from jobs.prompt.mistakes import (
    ConflictingParameters,
    InvalidValue,
    MissingSpace,
    MissingValue,
    NotOffered,
    PromptMistake,
    Retired,
    StrangeParameter,
    UnknownParameter,
    WordsAfterParameter,
    shown,
)
from jobs.prompt.parameters import BY_SPELLING, NOT_OFFERED, PARAMETERS, RETIRED, Parameter
from jobs.prompt.prompt import Given

_LETTERS = re.compile(r"[a-z]+")


def given_by(typed: Iterable[tuple[str, str]]) -> Given:
    """Canonical names and read values, in the order of their first appearance; of two equal names the last counts,
    lists are merged. Raises a `PromptMistake` or `AspectTooLong`."""
    given: dict[str, Value] = {}
    for spelling, text in typed:
        row = _row(spelling, text)
        value, before = _value(row, spelling, text), given.get(row.name)
        if row.merges and isinstance(before, tuple) and isinstance(value, tuple):
            value = tuple(dict.fromkeys(before + value))
        given[row.name] = value
    for first, second in combinations(given, 2):
        if BY_SPELLING[first].group and BY_SPELLING[first].group == BY_SPELLING[second].group:
            raise ConflictingParameters(first=first, second=second)
    return tuple(given.items())


def _row(spelling: str, text: str) -> Parameter:
    if row := BY_SPELLING.get(spelling):
        return row
    head = match[0] if (match := _LETTERS.match(spelling)) else ""
    for name in (spelling, head):
        if name in NOT_OFFERED:
            raise NotOffered(name=name)
        if name in RETIRED:
            raise Retired(name=name, instead=RETIRED[name])
    if head in BY_SPELLING:
        raise MissingSpace(parameter=head, value=shown(spelling[len(head) :].lstrip(":=-—–") or text))
    raise _nothing_of_that_name(spelling)


def _nothing_of_that_name(spelling: str) -> PromptMistake:
    if near := get_close_matches(spelling[:20], BY_SPELLING, n=1):
        return UnknownParameter(name=shown(spelling), nearest=near[0])
    return StrangeParameter(name=shown(spelling), known=", ".join(f"--{row.name}" for row in PARAMETERS))


def _value(row: Parameter, spelling: str, text: str) -> Value:
    if not text and not isinstance(row.kind, Flag):
        raise MissingValue(parameter=spelling, allowed=row.kind.allowed)
    try:
        value, rest = row.kind.read(text)
    except ValueError as error:
        raise InvalidValue(parameter=spelling, value=shown(text), allowed=row.kind.allowed) from error
    if rest:
        raise WordsAfterParameter(parameter=spelling, words=shown(rest))
    return value
