"""RQ's queue with our pop: one script claims the next job, so that none is lost between the pop and its start
(design rule 4). Execution, results and failures stay RQ's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import redis
from rq import Queue
from rq.exceptions import DequeueTimeout, NoSuchJobError, StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer

from jobs.line import Line
from jobs.requests import JobId
from jobs.rq_job import PAINT_TASK, QUEUE, rq_job

__all__ = ["PAINT_TASK", "PaintQueue"]

_LOOK_AGAIN_S = 1.0  # for a wish to stop, and because a worker that died after its wake-up took the wake-up with it


class PaintQueue(Queue):
    """The one queue of a worker, which claims in that worker's name."""

    def __init__(
        self, connection: redis.Redis, line: Line, worker: str, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(QUEUE, connection=connection, serializer=JSONSerializer)
        self.line, self.worker, self.stopping = line, worker, stopping

    @classmethod
    def dequeue_any(
        cls, queues: Iterable[Queue], timeout: int | None, connection: redis.Redis, *args: Any, **kwargs: Any
    ) -> tuple[Job, Queue] | None:
        """The next job, already in the claims of its worker; None without a timeout and a job.

        Raises `rq.exceptions.DequeueTimeout` after `timeout` seconds, `StopRequested` when the worker is to stop: never
        between a claim and its return.
        """
        (queue,) = queues
        assert isinstance(queue, PaintQueue)
        deadline = None if timeout is None else time.monotonic() + timeout
        while not queue.stopping():
            if (job := queue.line.claim(queue.worker)) is not None:
                return queue.fetched(job), queue
            if deadline is None:
                return None
            left = deadline - time.monotonic()
            if left <= 0:
                raise DequeueTimeout(timeout, queue.key)
            queue.line.await_job(min(left, _LOOK_AGAIN_S))
        raise StopRequested

    def fetched(self, job: JobId) -> Job:
        """The RQ job, made anew where RQ has dropped it."""
        try:
            return Job.fetch(job, connection=self.connection, serializer=JSONSerializer)
        except NoSuchJobError:
            made = rq_job(job, self.connection)
            made.save()
            return made
