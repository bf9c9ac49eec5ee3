"""The composition of one host's supervisor, with the reaper that it runs."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Sequence

import redis

from jobs.caps import Caps
from jobs.fleet import Fleet
from jobs.line import Line
from jobs.settings import SharedSettings
from worker.reaper import Reaper
from worker.settings import WorkerSettings
from worker.supervisor import Supervisor


def run(settings: WorkerSettings, shared: SharedSettings, command: Sequence[str]) -> None:
    """Keep workers alive until SIGTERM or SIGINT. Call it in the main thread.

    `command` starts one worker, which should be told that it is supervised (`ATELIER_SUPERVISED=1`).
    """
    connection = redis.Redis.from_url(shared.redis_url)
    line = Line(connection, time.time, Caps(running=shared.running_cap, waiting=shared.waiting_cap))
    fleet = Fleet(connection, time.time)
    reaper = Reaper(connection, line, fleet, f"{settings.host_name}-{os.getpid()}-{uuid.uuid4().hex[:6]}")
    Supervisor(fleet, reaper, settings.host_name, command, settings.workers, settings.grace_s).run()
