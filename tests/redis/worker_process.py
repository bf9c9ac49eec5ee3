"""One real worker process whose painting is a sleep: `python -m tests.redis.worker_process URL BEHAVIOUR SECONDS`.

BEHAVIOUR: `paints`; `raises`; `forgets` (returns with its record unfinished); `dies-before` (SIGKILL between the claim
and the start); `dies-within` (SIGKILL in the middle of painting).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from types import ModuleType
from typing import NoReturn

import redis
from rq.job import Job

from jobs.caps import Caps
from jobs.fleet import Fleet
from jobs.line import Line
from jobs.queue import PaintQueue
from jobs.records import Pictures
from jobs.requests import JobId
from worker.gpu.worker import PaintWorker, introduce

LEASE_S = 1.0


class DeadlyQueue(PaintQueue):
    """Ends its process once the claim is made."""

    def fetched(self, job: JobId) -> Job:
        die()


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def tasks(line: Line, behaviour: str, seconds: float) -> ModuleType:
    """A stand-in for the module that needs torch."""

    def paint(job: str) -> None:
        record = line.ledger.begin(JobId(job))
        if behaviour == "dies-within":
            die()
        if behaviour == "raises":
            raise ZeroDivisionError
        if behaviour == "forgets":
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:  # between two steps a signal may end it
            time.sleep(0.02)
        line.ledger.rendered(record.id, record.attempt, Pictures(grid=f"{job}/grid.png"), {"pid": str(os.getpid())})

    module = ModuleType("worker.gpu.tasks")
    module.__dict__["paint"] = paint
    return module


def main(url: str, behaviour: str, seconds: str) -> None:
    connection = redis.Redis.from_url(url)
    line = Line(connection, time.time, Caps(lease_s=LEASE_S, running=100, waiting=100))
    sys.modules["worker.gpu.tasks"] = tasks(line, behaviour, float(seconds))
    status = introduce("here", "cpu", "sleep")
    worker = PaintWorker(connection, line, Fleet(connection, time.time), status, supervised=True)
    if behaviour == "dies-before":
        worker._ordered_queues = [DeadlyQueue(connection, line, worker.name)]
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main(*sys.argv[1:])
