"""The heartbeat of one worker: a thread that extends its claim and says in the fleet what it is doing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Literal

import redis

from jobs.fleet import Fleet, WorkerStatus
from jobs.line import Line
from jobs.requests import JobId

_log = logging.getLogger(__name__)
_BEATS_PER_LEASE = 4  # three may be lost before the claim is


class Pulse:
    """Beats from `start` to `stop`. `on_beat` is called with each beat, in the thread."""

    def __init__(self, line: Line, fleet: Fleet, status: WorkerStatus, on_beat: Callable[[], None]) -> None:
        self._line, self._fleet, self._on_beat = line, fleet, on_beat
        self._status = status
        self._every_s = line.caps.lease_s / _BEATS_PER_LEASE
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Say that the worker is there, and go on saying it."""
        self._fleet.worker_seen(self._status)
        self._thread.start()

    def stop(self) -> None:
        """Take the worker out of the fleet."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self._fleet.worker_gone(self._status.name)

    def say(self, state: Literal["starting", "idle", "painting", "stopping"], job: JobId | None = None) -> None:
        """A new state, told at once."""
        self._status = self._status.model_copy(update={"state": state, "job": job})
        self._fleet.worker_seen(self._status)

    def _run(self) -> None:
        while not self._stopped.wait(self._every_s):
            self._on_beat()
            try:
                self._beat(self._status)
            except redis.RedisError as error:
                _log.warning("worker %s missed a beat: %s", self._status.name, error)

    def _beat(self, status: WorkerStatus) -> None:
        if status.job is not None and not self._line.extend(JobId(status.job), status.name):
            _log.info("worker %s no longer holds job %s", status.name, status.job)
        self._fleet.worker_seen(status)
