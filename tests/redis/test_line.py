"""The line: its order, its caps, and that nothing which was claimed is lost."""

from __future__ import annotations

import time

import pytest
import redis

from jobs import keys
from jobs.caps import Caps
from jobs.errors import JobUnknown, QueueFull
from jobs.line import Line
from jobs.records import Pictures, Record, State
from jobs.requests import JobId, Mode, Verb
from jobs.stream import EventStream
from tests.redis.making import record


def enter(line: Line, *records: Record) -> None:
    for made in records:
        assert line.accept(made)
        assert line.submit(made)


def finish(line: Line, job: JobId | None, worker: str = "w") -> None:
    assert job is not None
    line.ledger.rendered(job, line.ledger.begin(job).attempt, Pictures())
    line.release(job, worker)


def test_turbo_goes_before_fast_before_relax_and_the_older_before_the_younger(line: Line) -> None:
    now = time.time()
    modes = [Mode.RELAX, Mode.FAST, Mode.TURBO, Mode.FAST, Mode.RELAX, Mode.TURBO]
    made = [record(person=i, mode=mode, created_at=now + i) for i, mode in enumerate(modes)]
    enter(line, *made)
    assert [line.place(one.id) for one in made] == [5, 3, 1, 4, 6, 2]
    assert [line.claim("w") for _ in made] == [made[i].id for i in (2, 5, 1, 3, 0, 4)]
    assert line.claim("w") is None
    assert line.waiting() == 0


def test_a_person_at_the_running_cap_is_parked_and_others_pass(line: Line) -> None:
    now = time.time()
    mine = [record(person=1, created_at=now + i) for i in range(3)]
    theirs = record(person=2, created_at=now + 9)
    enter(line, *mine, theirs)
    assert line.claim("w") == mine[0].id
    assert line.claim("w") == theirs.id
    assert line.claim("w") is None
    assert line.waiting() == 2
    finish(line, mine[0].id)
    assert line.claim("w") == mine[1].id


def test_a_better_job_of_a_parked_person_takes_the_ready_place(line: Line) -> None:
    relaxed, urgent = record(mode=Mode.RELAX), record(mode=Mode.TURBO)
    enter(line, relaxed, urgent)
    assert line.claim("w") == urgent.id
    assert line.claim("w") is None


def test_above_the_waiting_cap_nothing_is_written(line: Line) -> None:
    enter(line, *(record() for _ in range(3)))
    two = [record(), record()]
    with pytest.raises(QueueFull) as full:
        line.accept(*two)
    assert full.value.values == {"waiting": 3, "limit": 4}
    with pytest.raises(JobUnknown):
        line.ledger.get(two[0].id)
    assert line.accept(record())
    with pytest.raises(QueueFull):
        line.accept(record())
    assert line.accept(record(person=2))


def test_a_running_job_makes_room_in_the_line(line: Line) -> None:
    enter(line, *(record() for _ in range(4)))
    line.claim("w")
    assert line.accept(record())


def test_submitting_twice_paints_once(line: Line) -> None:
    made = record()
    enter(line, made)
    assert not line.submit(made)
    assert line.claim("w") == made.id
    assert not line.submit(made)
    assert line.claim("w") is None


def test_a_waiting_job_is_cancelled_at_once(line: Line, connection: redis.Redis) -> None:
    events = EventStream(connection)
    made = record()
    enter(line, made)
    assert line.cancel(made.id)
    assert not line.cancel(made.id)
    assert line.claim("w") is None
    assert line.ledger.get(made.id).state is State.CANCELLED
    assert [event.kind for _, event in events.read("c", block_ms=1)] == ["queued", "cancelled"]


def test_a_painting_job_is_asked_to_stop(line: Line) -> None:
    made = record()
    enter(line, made)
    line.claim("w")
    line.ledger.begin(made.id)
    assert not line.stop_requested(made.id)
    assert line.cancel(made.id)
    assert line.stop_requested(made.id)
    line.release(made.id, "w")  # the worker gave up without a word
    assert line.ledger.get(made.id).state is State.CANCELLED


def test_a_job_cancelled_between_claim_and_start_frees_its_person(line: Line) -> None:
    first, second = record(), record()
    enter(line, first, second)
    assert line.claim("w") == first.id
    assert line.cancel(first.id)
    assert line.claim("w") == second.id


def test_an_expired_claim_goes_back_to_its_old_place(line: Line) -> None:
    now = time.time()
    first, second = record(person=1, created_at=now), record(person=2, created_at=now + 1)
    enter(line, first, second)
    line.claim("dead")
    line.ledger.begin(first.id)
    assert line.sweep() == []
    time.sleep(0.25)  # longer than the lease
    assert line.sweep() == [first.id]
    assert line.ledger.get(first.id).state is State.QUEUED
    assert line.place(first.id) == 1
    assert line.claim("alive") == first.id
    assert line.ledger.begin(first.id).attempt == 2


def test_a_heartbeat_keeps_a_claim_and_only_its_own(line: Line) -> None:
    made = record()
    enter(line, made)
    line.claim("w")
    for _ in range(3):
        time.sleep(0.1)
        assert line.extend(made.id, "w")
        assert not line.extend(made.id, "another")
    assert line.sweep() == []


def test_a_job_that_killed_three_workers_is_put_aside(line: Line, connection: redis.Redis) -> None:
    events = EventStream(connection)
    made = record()
    enter(line, made)
    for death in range(3):
        assert line.claim(f"victim {death}") == made.id
        line.ledger.begin(made.id)
        time.sleep(0.25)
        line.sweep()
    assert line.claim("w") is None
    failed = line.ledger.get(made.id)
    assert (failed.state, failed.error_code) == (State.FAILED, "worker_lost")
    assert failed.error_values == {"attempts": 3, "job": made.id}
    assert [event.kind for _, event in events.read("c", block_ms=1)] == ["queued", "queued", "queued", "failed"]


def test_a_worker_that_stops_hands_back_without_blame(line: Line) -> None:
    made = record()
    enter(line, made)
    for stop in range(5):
        assert line.claim(f"w{stop}") == made.id
        line.ledger.begin(made.id)
        line.release_all(f"w{stop}")
    assert line.place(made.id) == 1


def test_a_worker_that_lost_its_claim_cannot_lose_the_job(line: Line) -> None:
    """It was away for longer than its lease, begins nevertheless, and dies: the job is painted again."""
    made = record()
    enter(line, made)
    line.claim("slow")
    time.sleep(0.25)
    line.sweep()
    line.ledger.begin(made.id)
    assert line.claim("other") is None  # it is being painted
    line.release(made.id, "slow")  # not its claim any more
    assert line.ledger.get(made.id).state is State.PAINTING
    time.sleep(0.25)
    assert line.sweep() == [made.id]
    assert line.claim("other") == made.id


def test_a_pick_is_rendered_at_once_with_its_parents_tile(line: Line) -> None:
    parent = record()
    enter(line, parent)
    line.claim("w")
    tiles = tuple(f"{parent.id}/tile-{i}.png" for i in (1, 2, 3, 4))
    line.ledger.rendered(parent.id, line.ledger.begin(parent.id).attempt, Pictures(tiles=tiles))
    pick = record(verb=Verb.PICK, parent=parent.id, tile=3)
    enter(line, pick)
    found = line.ledger.get(pick.id)
    assert (found.state, found.pictures) == (State.RENDERED, Pictures(tiles=(tiles[2],)))
    assert line.waiting() == 0


def test_picks_need_no_room_in_the_line(line: Line) -> None:
    enter(line, *(record() for _ in range(4)))
    parent = record().id
    assert line.accept(record(verb=Verb.PICK, parent=parent, tile=1))


def test_nothing_is_left_of_finished_jobs_but_their_records(line: Line, connection: redis.Redis) -> None:
    made = [record(person=i % 2) for i in range(4)]
    enter(line, *made)
    for _ in made:
        finish(line, line.claim("w"))
    assert line.claim("w") is None
    for one in made:
        line.ledger.delivered(one.id)
    left = {key.decode() for key in connection.scan_iter("atelier:*")}
    records = {keys.record(one.id) for one in made}
    persons = {keys.of_person(person, what) for person in (0, 1) for what in ("jobs", "usage")}
    assert left == records | persons | {keys.EVENTS}


def test_every_program_can_be_given_other_caps(connection: redis.Redis) -> None:
    wide = Line(connection, time.time, Caps(running=3, waiting=50))
    enter(wide, *(record() for _ in range(10)))
    assert [wide.claim("w") is not None for _ in range(4)] == [True, True, True, False]


def test_one_wake_up_leads_to_the_next_while_jobs_are_ready(line: Line, connection: redis.Redis) -> None:
    """The token of two submissions is one; who takes it and a job must leave it for the other worker."""
    enter(line, record(person=1), record(person=2))
    line.await_job(0.1)
    assert connection.llen(keys.WAKE) == 0
    line.claim("first")
    assert connection.llen(keys.WAKE) == 1
    line.await_job(0.1)
    line.claim("second")
    assert connection.llen(keys.WAKE) == 0


def test_a_sleeping_worker_is_woken_by_a_parked_persons_finished_job(line: Line, connection: redis.Redis) -> None:
    first, second = record(), record()
    enter(line, first, second)
    line.claim("w")
    assert line.claim("idle") is None
    finish(line, first.id)
    assert connection.llen(keys.WAKE) == 1
    assert line.claim("idle") == second.id
