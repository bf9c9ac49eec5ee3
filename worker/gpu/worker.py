"""The RQ worker of one process: claims from our line, keeps its pipelines warm, beats while it paints.

It runs none of RQ's maintenance, which walks every key of its kind; the reaper puts right what dies. The task itself is
`worker.gpu.tasks.paint`; a task that raises, or leaves its record unfinished, is put right here.
"""

from __future__ import annotations

import contextlib
import logging
import os
import uuid
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

import redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from jobs.errors import AtelierError, JobUnknown, PaintingFailed
from jobs.fleet import Fleet, WorkerStatus
from jobs.ledger import Overtaken
from jobs.line import Line
from jobs.queue import PaintQueue
from jobs.requests import JobId
from worker.gpu.pulse import Pulse

_log = logging.getLogger(__name__)
_TTL_S = 20  # of the worker's entry in RQ; also makes RQ's loop come round every 5 s


def introduce(host: str, device: str, model: str) -> WorkerStatus:
    """This process as the fleet will show it, under a name that no earlier process had."""
    pid = os.getpid()
    name = f"{host}-{pid}-{uuid.uuid4().hex[:6]}"
    return WorkerStatus(name=name, host=host, pid=pid, device=device, model=model, state="starting")


class PaintWorker(SimpleWorker):
    """`work()` must be called in the main thread: it takes SIGTERM and SIGINT.

    The first signal lets the job in hand end; a second one, a second or more later, hands the job back to the line.
    """

    queue_class: type[Queue] = PaintQueue
    log_result_lifespan = False
    max_connection_wait_time = 5.0  # seconds between two tries to reach a server that is away

    def __init__(
        self,
        connection: redis.Redis,
        line: Line,
        fleet: Fleet,
        status: WorkerStatus,
        prepare: Callable[[], None] = lambda: None,
        supervised: bool = False,
    ) -> None:
        """`prepare` loads what must be warm before the first job, while the fleet shows the worker as starting;
        `supervised` ends the worker when the process that started it is gone."""
        queue = PaintQueue(connection, line, status.name, stopping=lambda: self._stop_requested)
        super().__init__([queue], name=status.name, connection=connection, serializer=JSONSerializer, worker_ttl=_TTL_S)
        self.log_job_description = False
        self._line, self._prepare = line, prepare
        self._parent = os.getppid() if supervised else None
        self._cold = False
        self._pulse = Pulse(line, fleet, status, on_beat=self._stop_if_orphaned)

    @property
    def should_run_maintenance_tasks(self) -> bool:
        """Never: it walks every key of its kind and may hold its lock for 15 minutes."""
        return False

    def bootstrap(self, *args: Any, **kwargs: Any) -> None:
        """Make everything warm, then take jobs."""
        super().bootstrap(*args, **kwargs)
        self._pulse.start()
        try:
            self._prepare()
        except BaseException:
            self.teardown()
            raise
        self._pulse.say("idle")

    def teardown(self) -> None:
        """Hand back what is held, and leave the fleet."""
        self._pulse.stop()
        self._line.release_all(self.name)
        super().teardown()  # type: ignore[no-untyped-call]  # RQ gives it no types

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run the task under the worker's heartbeat; whatever it left unfinished goes back into the line."""
        self._pulse.say("painting", JobId(job.id))
        try:
            super().execute_job(job, queue)
        finally:
            self._pulse.say("stopping" if self._stop_requested else "idle")
            self._line.release(JobId(job.id), self.name, blame=not self._cold)

    def handle_exception(self, job: Job, *exc_info: type[BaseException] | BaseException | TracebackType | None) -> None:
        """The task raised: its record fails with words, unless it is the server or the process that ends."""
        super().handle_exception(job, *exc_info)
        error = exc_info[1]
        if isinstance(error, Exception) and not isinstance(error, redis.RedisError):
            self._fail(JobId(job.id), error)

    def _fail(self, job: JobId, error: Exception) -> None:
        words = error if isinstance(error, AtelierError) else PaintingFailed(reason=type(error).__name__, job=job)
        with contextlib.suppress(Overtaken, JobUnknown):
            if self._line.extend(job, self.name):  # another worker's attempt is not ours to end
                self._line.ledger.failed(job, self._line.ledger.get(job).attempt, words)

    def _shutdown(self) -> None:
        """In a signal handler: only a flag, for the connection may be in the middle of an answer."""
        self._stop_requested = True

    def request_force_stop(self, signum: int, frame: FrameType | None) -> None:
        """The second signal: raises `SystemExit` in the task."""
        with contextlib.suppress(SystemExit):  # within a second of the first it is not raised: the same wish twice
            super().request_force_stop(signum, frame)
            return
        self._cold = True
        raise SystemExit

    def _stop_if_orphaned(self) -> None:
        if self._parent is not None and os.getppid() != self._parent:
            self._stop_requested = True
