"""`Line.accept` for many people at once: the records of each in a script of its own, all scripts in one round trip."""

from __future__ import annotations

from collections.abc import Sequence

import redis

from jobs.caps import Caps
from jobs.errors import QueueFull
from jobs.records import Record
from jobs.requests import Verb
from jobs.scripts import Script, pairs
from jobs.wire import record_to_wire

Argument = str | int | float


def accept_all(
    connection: redis.Redis, groups: Sequence[Sequence[Record]], caps: Caps, now: float
) -> list[int | Exception | None]:
    """For each person's records: how many jobs of theirs were on their way before these were written; None where one of
    these was there before; or `QueueFull`.

    `now` in unix seconds. Raises `redis.RedisError` where no outcome is known."""
    with connection.pipeline(transaction=False) as pipe:
        script = Script(pipe, "accept")
        for records in groups:
            script(*_arguments(records, caps, now))
        verdicts = pipe.execute(raise_on_error=False)
    return [_outcome(verdict, caps) for verdict in verdicts]


def _arguments(records: Sequence[Record], caps: Caps, now: float) -> list[Argument]:
    """As the script's header lists them; a pick needs no room in the line, and who has none in it may have as many as
    one prompt may make."""
    waits = any(record.request.verb is not Verb.PICK for record in records)
    cap = max(caps.waiting, len(records)) if waits else 0
    arguments: list[Argument] = [records[0].person.id, cap, now - caps.keep_s, len(records)]
    for record in records:
        fields = pairs(record_to_wire(record))
        arguments += [record.id, record.created_at, len(fields), *fields]
    return arguments


def _outcome(verdict: Exception | list[int], caps: Caps) -> int | Exception | None:
    if isinstance(verdict, Exception):
        return verdict
    accepted, before = verdict
    if accepted < 0:
        return QueueFull(waiting=int(before), limit=caps.waiting)
    return int(before) if accepted else None
