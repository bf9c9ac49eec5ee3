"""The reaper: one at a time, and nothing that died stays lost."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from jobs import keys
from jobs.fleet import Fleet
from jobs.line import Line
from jobs.records import State, job_id
from jobs.requests import Verb
from tests.redis.making import record
from worker import reaper as reaper_module
from worker.reaper import Reaper


@pytest.fixture
def reaper(connection: redis.Redis, line: Line, fleet: Fleet) -> Reaper:
    return Reaper(connection, line, fleet, "one")


def test_of_two_reapers_one_leads_and_the_other_follows_it(
    connection: redis.Redis, line: Line, fleet: Fleet, reaper: Reaper
) -> None:
    other = Reaper(connection, line, fleet, "other")
    assert reaper.round()
    assert not other.round()
    assert reaper.round()
    connection.delete(keys.REAPER)  # as its lock's end does, when the leader is dead
    assert other.round()
    assert not reaper.round()


def test_the_lock_ends_by_itself(connection: redis.Redis, reaper: Reaper) -> None:
    reaper.round()
    assert 0 < connection.pttl(keys.REAPER) <= 1000 * reaper_module.LOCK_S


def test_two_rounds_at_once_put_a_job_back_once(connection: redis.Redis, line: Line, fleet: Fleet) -> None:
    made = record()
    line.accept(made)
    line.submit(made)
    line.claim("dead")
    line.ledger.begin(made.id)
    time.sleep(0.25)
    with ThreadPoolExecutor(4) as reapers:  # sweeping without the lock is the harder case
        list(reapers.map(lambda _: line.sweep(), range(4)))
    assert line.waiting() == 1
    assert int(connection.hget(keys.record(made.id), "_deaths") or 0) == 1


def test_an_accepted_record_of_a_dead_bot_is_submitted(line: Line, reaper: Reaper) -> None:
    old = record(created_at=time.time() - reaper_module.UNSUBMITTED_S - 1)
    fresh = record()
    line.accept(old, fresh)
    reaper.round()
    assert line.ledger.get(old.id).state is State.QUEUED
    assert line.ledger.get(fresh.id).state is State.ACCEPTED


def test_a_pick_whose_parent_is_gone_fails_with_words(line: Line, reaper: Reaper) -> None:
    pick = record(created_at=time.time() - 60, verb=Verb.PICK, parent=job_id(1), tile=1)
    line.accept(pick)
    reaper.round()
    found = line.ledger.get(pick.id)
    assert (found.state, found.error_code) == (State.FAILED, "job_unknown")


def test_a_record_that_was_deleted_by_hand_holds_nothing_up(
    connection: redis.Redis, line: Line, reaper: Reaper
) -> None:
    gone, old = record(created_at=time.time() - 60), record(created_at=time.time() - 50)
    line.accept(gone, old)
    connection.delete(keys.record(gone.id))
    reaper.round()
    assert line.ledger.unsubmitted(0) == []
    assert line.ledger.get(old.id).state is State.QUEUED


def test_a_claimed_record_that_was_deleted_by_hand_is_let_go(
    connection: redis.Redis, line: Line, reaper: Reaper
) -> None:
    made = record()
    line.accept(made)
    line.submit(made)
    line.claim("dead")
    connection.delete(keys.record(made.id))
    time.sleep(0.25)
    reaper.round()
    assert connection.zcard(keys.CLAIMS) == 0


def test_rqs_leftovers_are_tidied(connection: redis.Redis, reaper: Reaper) -> None:
    registries = [f"rq:{name}:paint" for name in ("finished", "failed", "wip")]
    for registry in registries:
        connection.zadd(registry, {"job:execution": time.time() - 10, "later:execution": time.time() + 1000})
    reaper.tidy()
    assert [connection.zcard(registry) for registry in registries] == [1, 1, 1]
