"""The worker in real processes: what happens when one dies, stops, raises or forgets."""

from __future__ import annotations

import signal
import time

import pytest
import redis
from rq.job import Job
from rq.serializers import JSONSerializer

from jobs.caps import Caps
from jobs.fleet import Fleet
from jobs.line import Line
from jobs.records import Record, State
from jobs.requests import JobId
from tests.redis.making import record
from tests.redis.processes import eventually, running, worker_command
from tests.redis.worker_process import LEASE_S


@pytest.fixture
def line(connection: redis.Redis) -> Line:
    """With the caps of the worker process."""
    return Line(connection, time.time, Caps(lease_s=LEASE_S, running=100, waiting=100))


def submitted(line: Line) -> Record:
    made = record()
    line.accept(made)
    line.submit(made)
    return made


def is_in(line: Line, job: JobId, state: State) -> bool:
    return line.ledger.get(job).state is state


def test_a_job_is_painted_once_and_rq_knows_it(line: Line, redis_url: str, connection: redis.Redis) -> None:
    with running(worker_command(redis_url)):
        jobs = [submitted(line) for _ in range(5)]
        eventually(lambda: all(is_in(line, job.id, State.RENDERED) for job in jobs))
        assert {line.ledger.get(job.id).attempt for job in jobs} == {1}
        rq_jobs = [Job.fetch(job.id, connection=connection, serializer=JSONSerializer) for job in jobs]
        eventually(lambda: all(job.get_status(refresh=True) == "finished" for job in rq_jobs))


@pytest.mark.parametrize(("behaviour", "attempts"), [("dies-before", 1), ("dies-within", 2)])
def test_a_worker_killed_with_its_job_loses_nothing(line: Line, redis_url: str, behaviour: str, attempts: int) -> None:
    """`dies-before` is the window that RQ leaves open, between the pop and the start."""
    made = submitted(line)
    with running(worker_command(redis_url, behaviour)) as victim:
        assert victim.wait(timeout=20) == -signal.SIGKILL
    assert line.waiting() == 0
    eventually(line.sweep, seconds=2 * LEASE_S)
    with running(worker_command(redis_url)):
        eventually(lambda: is_in(line, made.id, State.RENDERED))
    assert line.ledger.get(made.id).attempt == attempts


def test_a_job_longer_than_its_lease_stays_with_its_worker(line: Line, redis_url: str) -> None:
    made = submitted(line)
    with running(worker_command(redis_url, seconds=2.5 * LEASE_S)):
        eventually(lambda: is_in(line, made.id, State.PAINTING))
        swept = []
        while not is_in(line, made.id, State.RENDERED):
            swept += line.sweep()
            time.sleep(0.05)
    assert swept == []


def test_sigterm_lets_the_job_end(line: Line, redis_url: str, fleet: Fleet) -> None:
    made, next_one = submitted(line), submitted(line)
    with running(worker_command(redis_url, seconds=1)) as worker:
        eventually(lambda: is_in(line, made.id, State.PAINTING))
        worker.terminate()
        assert worker.wait(timeout=10) == 0
    assert is_in(line, made.id, State.RENDERED)
    assert line.place(next_one.id) == 1
    assert fleet.workers() == []


def test_a_second_sigterm_hands_the_job_back_at_once(line: Line, redis_url: str) -> None:
    made = submitted(line)
    with running(worker_command(redis_url, seconds=60)) as worker:
        eventually(lambda: is_in(line, made.id, State.PAINTING))
        worker.terminate()
        time.sleep(1.1)  # RQ takes two signals within a second for one
        worker.terminate()
        assert worker.wait(timeout=10) == 0
    assert is_in(line, made.id, State.QUEUED)
    assert line.place(made.id) == 1


def test_an_idle_worker_stops_within_two_seconds(line: Line, redis_url: str, fleet: Fleet) -> None:
    with running(worker_command(redis_url)) as worker:
        eventually(lambda: [one.state for one in fleet.workers()] == ["idle"])
        worker.terminate()
        assert worker.wait(timeout=3) == 0


def test_a_task_that_raises_fails_with_words(line: Line, redis_url: str) -> None:
    made = submitted(line)
    with running(worker_command(redis_url, "raises")):
        eventually(lambda: is_in(line, made.id, State.FAILED))
    failed = line.ledger.get(made.id)
    assert (failed.error_code, failed.error_values["reason"]) == ("painting_failed", "ZeroDivisionError")


def test_a_task_that_forgets_its_record_does_not_go_round_for_ever(line: Line, redis_url: str) -> None:
    made = submitted(line)
    with running(worker_command(redis_url, "forgets")):
        eventually(lambda: is_in(line, made.id, State.FAILED))
    assert line.ledger.get(made.id).attempt == 3


def test_the_fleet_shows_what_a_worker_does(line: Line, redis_url: str, fleet: Fleet) -> None:
    with running(worker_command(redis_url, seconds=1)) as process:
        eventually(lambda: [worker.state for worker in fleet.workers()] == ["idle"])
        made = submitted(line)
        eventually(lambda: [worker.job for worker in fleet.workers()] == [made.id])
        (worker,) = fleet.workers()
        assert (worker.pid, worker.host, worker.state) == (process.pid, "here", "painting")
