"""What may follow what has been typed so far, for the autocomplete of a prompt; made from the table."""

from __future__ import annotations

import re

from jobs.prompt.parameter import Parameter
from jobs.prompt.parameters import PARAMETERS

_LAST = re.compile(r"(?:^|(?<=\s))(?:--|—)(?P<begun>[^\s—-]*)$")


def completions(typed: str, most: int = 25) -> tuple[tuple[str, Parameter], ...]:
    """The whole text with its last, begun parameter written out as an example, and the row of it; nothing where no
    parameter is begun. A parameter that is there already is not offered again."""
    match = _LAST.search(typed)
    if match is None:
        return ()
    begun, before = match["begun"].lower(), typed[: match.start()]
    given = set(re.findall(r"(?:--|—)(\w+)", before.lower()))
    fitting = [row for row in PARAMETERS if not row.modal and _fits(row, begun) and given.isdisjoint(_spellings(row))]
    return tuple((before + row.example, row) for row in fitting[:most])


def _spellings(row: Parameter) -> tuple[str, ...]:
    return (row.name, *row.aliases)


def _fits(row: Parameter, begun: str) -> bool:
    return any(spelling.startswith(begun) for spelling in _spellings(row))
