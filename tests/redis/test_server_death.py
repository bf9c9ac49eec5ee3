"""Redis killed with -9 under load: with `appendfsync always`, what was accepted is painted, once."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from cli.redis_server import find_redis_program
from jobs import keys
from jobs.caps import Caps
from jobs.line import Line
from jobs.records import Record, State
from jobs.requests import JobId
from jobs.stream import EventStream
from tests.conftest import ROOT, free_port, missing, wait_until_up
from tests.redis.making import record
from tests.redis.processes import eventually, running, supervisor_command
from tests.redis.worker_process import LEASE_S

pytestmark = pytest.mark.story  # the real programs, for tens of seconds


@contextmanager
def server(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = find_redis_program(ROOT) or missing("redis-server") or ""
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command += ["--appendonly", "yes", "--appendfsync", "always"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        with redis.Redis(port=port) as client:
            wait_until_up(client)
        try:
            yield process
        finally:
            process.kill()


def enter(line: Line) -> Record:
    made = record()
    line.accept(made)
    line.submit(made)
    return made


def is_rendered(line: Line, job: JobId) -> bool:
    try:
        return line.ledger.get(job).state is State.RENDERED
    except redis.RedisError:
        return False


def test_a_killed_redis_loses_nothing_that_was_accepted(tmp_path: Path) -> None:
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with redis.Redis.from_url(url) as connection, running(supervisor_command(url, seconds=0.2)) as supervisor:
        line = Line(connection, time.time, Caps(lease_s=LEASE_S, running=100, waiting=100))
        with server(port, tmp_path) as first:
            jobs = [enter(line) for _ in range(12)]
            eventually(lambda: sum(is_rendered(line, job.id) for job in jobs) >= 2)
            first.kill()
        time.sleep(1)
        with server(port, tmp_path):
            jobs.append(enter(line))
            eventually(lambda: all(is_rendered(line, job.id) for job in jobs), seconds=45)
            said = [event for _, event in EventStream(connection).read("delivery", count=1000, block_ms=1)]
            rendered = [event.job for event in said if event.kind == "rendered"]
            assert sorted(rendered) == sorted(job.id for job in jobs)
            assert connection.zcard(keys.CLAIMS) == 0
            supervisor.terminate()
            assert supervisor.wait(timeout=15) == 0
