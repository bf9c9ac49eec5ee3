"""The supervisor in a real process: it keeps what is wanted, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import time

import pytest
import redis

from jobs.caps import Caps
from jobs.fleet import Fleet
from jobs.line import Line
from jobs.records import State
from tests.redis.making import record
from tests.redis.processes import eventually, running, supervisor_command
from tests.redis.worker_process import LEASE_S
from worker.supervisor import LONGEST_WAIT_S, wait_before_start

pytestmark = pytest.mark.story  # the real programs, for tens of seconds


@pytest.fixture
def line(connection: redis.Redis) -> Line:
    return Line(connection, time.time, Caps(lease_s=LEASE_S, running=100, waiting=100))


def pids(fleet: Fleet) -> set[int]:
    return {worker.pid for worker in fleet.workers()}


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_two_one_workers_during_load_lose_nothing(line: Line, fleet: Fleet, redis_url: str) -> None:
    jobs = [record() for _ in range(24)]
    for made in jobs:
        line.accept(made)
        line.submit(made)
    with running(supervisor_command(redis_url, seconds=0.4)) as supervisor:
        eventually(lambda: len(pids(fleet)) == 1)
        fleet.want("here", 2)
        eventually(lambda: [worker.state for worker in fleet.workers()] == ["painting"] * 2)
        both = pids(fleet)
        fleet.want("here", 1)
        eventually(lambda: len(pids(fleet)) == 1)
        eventually(lambda: all(line.ledger.get(job.id).state is State.RENDERED for job in jobs), seconds=40)
        supervisor.terminate()
        assert supervisor.wait(timeout=15) == 0
    assert {line.ledger.get(job.id).attempt for job in jobs} == {1}
    assert {int(line.ledger.get(job.id).provenance["pid"]) for job in jobs} == both
    assert not [pid for pid in both if alive(pid)]


def test_a_killed_worker_is_replaced_and_its_job_runs_again(line: Line, fleet: Fleet, redis_url: str) -> None:
    made = record()
    line.accept(made)
    line.submit(made)
    with running(supervisor_command(redis_url, seconds=1.5)) as supervisor:
        eventually(lambda: line.ledger.get(made.id).state is State.PAINTING)
        (victim,) = pids(fleet)
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: line.ledger.get(made.id).state is State.RENDERED, seconds=25)
        supervisor.terminate()
        assert supervisor.wait(timeout=15) == 0
    assert line.ledger.get(made.id).attempt == 2


def test_the_end_hands_a_long_job_back_and_leaves_no_process(line: Line, fleet: Fleet, redis_url: str) -> None:
    made = record()
    line.accept(made)
    line.submit(made)
    with running(supervisor_command(redis_url, seconds=60)) as supervisor:
        eventually(lambda: line.ledger.get(made.id).state is State.PAINTING)
        (worker,) = pids(fleet)
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(timeout=15) == 0
    assert not alive(worker)
    assert line.ledger.get(made.id).state is State.QUEUED


def test_workers_end_when_their_supervisor_is_killed(fleet: Fleet, redis_url: str) -> None:
    with running(supervisor_command(redis_url)) as supervisor:
        eventually(lambda: len(pids(fleet)) == 1)
        (worker,) = pids(fleet)
        supervisor.kill()
        eventually(lambda: not alive(worker), seconds=10)


def test_a_worker_that_never_comes_up_is_tried_ever_less_often() -> None:
    waits = [wait_before_start(deaths) for deaths in range(12)]
    assert waits[:5] == [0, 1, 2, 4, 8]
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT_S
