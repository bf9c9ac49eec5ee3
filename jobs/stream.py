"""The events of all jobs, in one Redis stream that delivery reads with a consumer group.

Events that end a job are written by the record's own script and are never trimmed: they leave the stream when they are
`done`. Progress may be dropped, so it is not written while the stream is long (nobody reads it then).
"""

from __future__ import annotations

import contextlib
from typing import Any

import redis
from pydantic import ValidationError

from jobs import keys
from jobs.events import JobEvent, Progress, event_from_wire, event_to_wire
from jobs.scripts import Script

GROUP = "delivery"
PROGRESS_LIMIT = 10_000  # entries in the stream above which progress is dropped

_Raw = list[tuple[bytes | None, dict[bytes, bytes]]]
Entry = tuple[str, JobEvent]  #: entry id, event


class EventStream:
    """Synchronous; `read` blocks its thread for at most `block_ms`."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection
        self._progress = Script(connection, "progress")
        with contextlib.suppress(redis.ResponseError):  # BUSYGROUP: the group is there
            connection.xgroup_create(keys.EVENTS, GROUP, id="0", mkstream=True)

    def publish(self, event: JobEvent) -> None:
        """Write an event; progress only while the stream is short."""
        if isinstance(event, Progress):
            self._progress(event_to_wire(event), PROGRESS_LIMIT)
        else:
            self._redis.xadd(keys.EVENTS, {"event": event_to_wire(event)})

    def read(self, consumer: str, count: int = 64, block_ms: int = 1000) -> list[Entry]:
        """New events for this consumer, waiting for the first; each stays its own until `done`."""
        found: Any = self._redis.xreadgroup(GROUP, consumer, {keys.EVENTS: ">"}, count=count, block=block_ms)
        return self._events(_entries(found))

    def own(self, consumer: str, count: int = 64) -> list[Entry]:
        """What this consumer read before and has not done: after a restart under the same name."""
        found: Any = self._redis.xreadgroup(GROUP, consumer, {keys.EVENTS: "0"}, count=count)
        return self._events(_entries(found))

    def take_over(self, consumer: str, idle_ms: int, count: int = 64) -> list[Entry]:
        """Events that another consumer read that long ago and has not done: it is dead or stuck."""
        found: Any = self._redis.xautoclaim(keys.EVENTS, GROUP, consumer, min_idle_time=idle_ms, count=count)
        return self._events(found[1])

    def touch(self, consumer: str, *entry_ids: str) -> None:
        """Say that these are still being worked on, so that nobody takes them over."""
        if entry_ids:
            self._redis.xclaim(keys.EVENTS, GROUP, consumer, min_idle_time=0, message_ids=list(entry_ids), justid=True)

    def done(self, *entry_ids: str) -> None:
        """Remove events from the stream."""
        if not entry_ids:
            return
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.xack(keys.EVENTS, GROUP, *entry_ids)
            pipe.xdel(keys.EVENTS, *entry_ids)
            pipe.execute()

    def _events(self, entries: _Raw) -> list[Entry]:
        events: list[Entry] = []
        for entry_id, fields in entries:
            if entry_id is None:  # deleted; Redis 6 takes over a nil, and names it in `own` once more
                continue
            if not fields:  # deleted between reading and taking over
                self.done(entry_id.decode())
                continue
            with contextlib.suppress(ValidationError):  # of a newer release: left pending for a newer delivery
                events.append((entry_id.decode(), event_from_wire(fields[b"event"])))
        return events


def _entries(found: list[tuple[bytes, _Raw]]) -> _Raw:
    return found[0][1] if found else []
