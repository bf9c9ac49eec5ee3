"""Puts right what died: expired claims, accepted records that a dead bot never submitted, leftovers of RQ.

Every supervisor runs one; a short lock, renewed with each round, lets one of them work (design rule 4).
"""

from __future__ import annotations

import logging
import os
import threading
import time

import redis
from rq import Queue
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer
from rq.worker_registration import clean_worker_registry

from jobs.errors import AtelierError, JobUnknown
from jobs.fleet import Fleet
from jobs.ledger import Overtaken
from jobs.line import Line
from jobs.requests import JobId
from jobs.rq_job import QUEUE
from jobs.scripts import Script

_log = logging.getLogger(__name__)
ROUND_S = 2.0
LOCK_S = 10.0  # a dead reaper is replaced after this long
UNSUBMITTED_S = 10.0  # Discord waits 3 s for the acknowledgement; whatever is older has lost its bot
TIDY_S = 60.0


class Reaper:
    """One round is cheap: it looks at expired claims and old accepted records alone."""

    def __init__(self, connection: redis.Redis, line: Line, fleet: Fleet, name: str) -> None:
        self._redis, self._line, self._fleet = connection, line, fleet
        self._name = f"{name}/{os.getpid()}"  # two supervisors of one host are two
        self._lead = Script(connection, "lead")
        self._tidied_at = 0.0

    def run(self, stopped: threading.Event) -> None:
        """Rounds until `stopped`; a server that is away is waited for."""
        while not stopped.wait(ROUND_S):
            try:
                self.round()
            except redis.RedisError as error:
                _log.warning("the reaper cannot reach Redis: %s", error)
            except Exception:
                _log.exception("the reaper's round failed")

    def round(self) -> bool:
        """One round; False where another reaper leads."""
        if not self._lead(self._name, round(LOCK_S * 1000)):
            return False
        for job in self._line.sweep():
            _log.warning("job %s lost its worker", job)
        for job in self._line.ledger.unsubmitted(UNSUBMITTED_S):
            self._submit(job)
        if time.monotonic() - self._tidied_at > TIDY_S:
            self.tidy()
            self._tidied_at = time.monotonic()
        return True

    def tidy(self) -> None:
        """Remove what RQ's own maintenance would, without walking all keys, and workers that fell silent."""
        queue = Queue(QUEUE, connection=self._redis, serializer=JSONSerializer)
        queue.finished_job_registry.cleanup()
        queue.failed_job_registry.cleanup()
        self._redis.zremrangebyscore(StartedJobRegistry(QUEUE, self._redis).key, "-inf", time.time())
        clean_worker_registry(queue)
        self._fleet.forget_the_dead()

    def _submit(self, job: JobId) -> None:
        try:
            if self._line.submit(self._line.ledger.get(job)):
                _log.warning("job %s was accepted by a bot that never submitted it", job)
        except AtelierError as error:
            self._give_up(job, error)

    def _give_up(self, job: JobId, error: AtelierError) -> None:
        """A pick whose parent is gone fails with words; a record that is gone leaves the index."""
        try:
            self._line.ledger.failed(job, 0, error)
        except Overtaken:
            return
        except JobUnknown:
            self._line.ledger.forget(job)
