"""A record as the fields of a Redis hash, and back.

Each field of `Record` is one field of JSON, so that two programs can change different fields of one record at the same
time; `state` and `attempt` stand there bare for the scripts to compare. Fields that begin with `_` are the scripts'
own. Scripts never decode the JSON: Discord's ids do not fit into Lua's numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from jobs.records import Record
from jobs.requests import Mode

_BARE = frozenset({"state", "attempt"})
_EPOCH = 1_735_689_600  # 2025-01-01, unix seconds: leaves room for 31 years of microseconds below one mode's step
_MODE_STEP = 10**15  # more than any age in microseconds; three modes stay below the 2**53 of a sorted set's score
_ORDER = list(Mode)


def score(record: Record) -> int:
    """The place in line as a number: turbo, fast, relax, then age."""
    age = max(0, round((record.created_at - _EPOCH) * 1_000_000))
    return _ORDER.index(record.request.mode) * _MODE_STEP + min(age, _MODE_STEP - 1)


def fields_to_wire(fields: Mapping[str, Any]) -> dict[str, str]:
    """Some fields of a record as the strings of a hash."""
    plain = to_jsonable_python(dict(fields))
    return {name: str(value) if name in _BARE else json.dumps(value) for name, value in plain.items()}


def record_to_wire(record: Record) -> dict[str, str]:
    """The whole hash of a new record."""
    own = {"_person": str(record.person.id), "_score": str(score(record)), "_mode": record.request.mode.value}
    return fields_to_wire({name: getattr(record, name) for name in Record.model_fields}) | own


def record_from_wire(found: Mapping[bytes, bytes]) -> Record:
    """Fields that a later release added are left out here and stay in the hash (design rule 9).

    Raises `pydantic.ValidationError` on anything that is not a record.
    """
    fields = {name.decode(): value for name, value in found.items()}
    known = {name: value.decode() for name, value in fields.items() if name in Record.model_fields}
    return Record.model_validate({name: value if name in _BARE else json.loads(value) for name, value in known.items()})
