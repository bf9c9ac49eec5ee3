"""One real supervisor of sleeping workers: `python -m tests.redis.supervisor_process URL SECONDS`."""

from __future__ import annotations

import sys
import time

import redis

from jobs.caps import Caps
from jobs.fleet import Fleet
from jobs.line import Line
from tests.redis.processes import worker_command
from tests.redis.worker_process import LEASE_S
from worker.reaper import Reaper
from worker.supervisor import Supervisor


def main(url: str, seconds: str) -> None:
    connection = redis.Redis.from_url(url)
    line = Line(connection, time.time, Caps(lease_s=LEASE_S, running=100, waiting=100))
    fleet = Fleet(connection, time.time)
    reaper = Reaper(connection, line, fleet, "the reaper")
    Supervisor(fleet, reaper, "here", worker_command(url, "paints", float(seconds)), grace_s=2).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
