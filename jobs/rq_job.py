"""The RQ job that paints: one per record, with the record's id. RQ counts no retries; our record counts attempts."""

from __future__ import annotations

import redis
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from jobs.requests import JobId

QUEUE = "paint"
PAINT_TASK = "worker.gpu.tasks.paint"  # a name, not an import: the bot must start without torch
TIMEOUT_S = 1800  # of one painting
RESULT_TTL_S = 600  # our record is the result; RQ's own is for its dashboards
FAILURE_TTL_S = 7 * 86_400


def rq_job(job: JobId, connection: redis.Redis) -> Job:
    """The RQ job of a record, not saved yet."""
    return Job.create(
        PAINT_TASK,
        args=[job],
        id=job,
        origin=QUEUE,
        connection=connection,
        timeout=TIMEOUT_S,
        result_ttl=RESULT_TTL_S,
        failure_ttl=FAILURE_TTL_S,
        status=JobStatus.QUEUED,
        serializer=JSONSerializer,
        description=f"paint {job}",
    )


def rq_job_fields(job: JobId, connection: redis.Redis) -> dict[str, str | bytes | int]:
    """The fields of its hash, for a script to write together with the record."""
    return dict(rq_job(job, connection).to_dict(include_meta=False, include_result=False))
