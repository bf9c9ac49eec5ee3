"""A task's path is a string that no linter sees: it must resolve, and it is part of the wire."""

from __future__ import annotations

import inspect

import pytest
import redis
from rq.utils import import_attribute

from jobs.queue import PAINT_TASK
from jobs.rq_job import rq_job
from tests.redis.making import record


@pytest.mark.torch
def test_every_task_path_resolves() -> None:
    pytest.importorskip("torch")
    task = import_attribute(PAINT_TASK)
    assert list(inspect.signature(task).parameters) == ["job_id"]


def test_the_wire_keeps_its_name(connection: redis.Redis) -> None:
    """A worker of the last release finds the task under the same path."""
    job = rq_job(record().id, connection)
    assert (PAINT_TASK, job.func_name, job.kwargs) == ("worker.gpu.tasks.paint",) * 2 + ({},)
