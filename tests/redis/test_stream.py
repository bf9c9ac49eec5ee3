"""The events: each is somebody's until it is done, and those that end a job are never dropped."""

from __future__ import annotations

import time

import pytest
import redis

from jobs import keys, stream
from jobs.events import Progress, Rendered
from jobs.records import job_id
from jobs.stream import EventStream

JOB = job_id(1)


@pytest.fixture
def events(connection: redis.Redis) -> EventStream:
    return EventStream(connection)


def test_events_come_in_order_and_leave_when_they_are_done(events: EventStream, connection: redis.Redis) -> None:
    spoken = [Progress(job=JOB, attempt=1, step=1, steps=4), Rendered(job=JOB, attempt=1)]
    for event in spoken:
        events.publish(event)
    entries = events.read("a", block_ms=1)
    assert [event for _, event in entries] == spoken
    assert events.read("b", block_ms=1) == []
    events.done(*(entry_id for entry_id, _ in entries))
    assert connection.xlen(keys.EVENTS) == 0
    assert events.own("a") == []


def test_what_was_said_before_delivery_first_came_is_read(connection: redis.Redis) -> None:
    EventStream(connection).publish(Rendered(job=JOB, attempt=1))
    assert len(EventStream(connection).read("late", block_ms=1)) == 1


def test_a_restarted_delivery_finds_its_own(events: EventStream) -> None:
    events.publish(Rendered(job=JOB, attempt=1))
    entries = events.read("a", block_ms=1)
    assert events.own("a") == entries


def test_the_events_of_a_dead_delivery_are_taken_over_once(events: EventStream) -> None:
    events.publish(Rendered(job=JOB, attempt=1))
    entries = events.read("dead", block_ms=1)
    assert events.take_over("alive", idle_ms=60_000) == []
    time.sleep(0.05)
    assert events.take_over("alive", idle_ms=20) == entries
    assert events.take_over("third", idle_ms=20) == []


def test_who_is_still_at_it_keeps_its_events(events: EventStream) -> None:
    events.publish(Rendered(job=JOB, attempt=1))
    ((entry_id, _),) = events.read("slow", block_ms=1)
    time.sleep(0.05)
    events.touch("slow", entry_id)
    assert events.take_over("hasty", idle_ms=40) == []


def test_an_entry_that_somebody_deleted_is_not_taken_over_for_ever(
    events: EventStream, connection: redis.Redis
) -> None:
    events.publish(Rendered(job=JOB, attempt=1))
    ((entry_id, _),) = events.read("dead", block_ms=1)
    connection.xdel(keys.EVENTS, entry_id)
    assert events.take_over("alive", idle_ms=0) == []
    assert events.own("alive") == []


def test_an_event_of_a_later_release_waits_for_a_later_delivery(events: EventStream, connection: redis.Redis) -> None:
    connection.xadd(keys.EVENTS, {"event": '{"kind": "sung", "v": 9}'})
    events.publish(Rendered(job=JOB, attempt=1))
    assert [event.kind for _, event in events.read("a", block_ms=1)] == ["rendered"]
    assert connection.xlen(keys.EVENTS) == 2


def test_progress_gives_way_when_nobody_reads(
    events: EventStream, connection: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PROGRESS_LIMIT", 5)
    for step in range(9):
        events.publish(Progress(job=JOB, attempt=1, step=step, steps=9))
    events.publish(Rendered(job=JOB, attempt=1))
    kinds = [event.kind for _, event in events.read("a", block_ms=1)]
    assert kinds == ["progress"] * 5 + ["rendered"]
