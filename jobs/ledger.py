"""The records in Redis. Every change of a job's state is a compare-and-set on its state and attempt, in one script with
its event and with every index that knows the job (design rule 5)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import redis

from jobs import keys
from jobs.caps import Caps, Clock
from jobs.errors import AtelierError, Fault, JobUnknown, QueueFull
from jobs.events import Cancelled, Failed, JobEvent, Queued, Rendered, event_to_wire
from jobs.records import TRANSITIONS, Finding, Pictures, Record, State
from jobs.requests import JobId
from jobs.scripts import Script, pairs
from jobs.wire import fields_to_wire, record_from_wire, record_to_wire


class Overtaken(Fault):
    """The job is in another state or attempt than the caller thinks: somebody was faster."""

    code = "overtaken"
    english = "Job {job} is already {state}."


class Ledger:
    """Records by job id. Synchronous; asyncio programs call it through `asyncio.to_thread`."""

    def __init__(self, connection: redis.Redis, clock: Clock, caps: Caps | None = None) -> None:
        self._redis, self._clock, self._caps = connection, clock, caps or Caps()
        self._accept, self._move = Script(connection, "accept"), Script(connection, "move")
        self._change, self._mark = Script(connection, "change"), Script(connection, "mark")

    def accept(self, *records: Record, waiting_cap: int = 0) -> bool:
        """Write new records of one person, all or none; False where one was seen before.

        `waiting_cap` 0 means none. Raises `QueueFull` when the person's waiting jobs would exceed it.
        """
        arguments: list[str | int | float] = [
            records[0].person.id, waiting_cap, self._clock() - self._caps.keep_s, len(records),
        ]  # fmt: skip
        for record in records:
            hash_arguments = pairs(record_to_wire(record))
            arguments += [record.id, record.created_at, len(hash_arguments), *hash_arguments]
        verdict, waiting = self._accept(*arguments)
        if verdict < 0:
            raise QueueFull(waiting=int(waiting), limit=waiting_cap)
        return bool(verdict)

    def get(self, job: JobId) -> Record:
        """Raises `JobUnknown`."""
        found: Any = self._redis.hgetall(keys.record(job))
        if not found:
            raise JobUnknown(job=job)
        return record_from_wire(found)

    def change(self, job: JobId, **fields: Any) -> None:
        """Set fields other than state and attempt; concurrent changes of other fields are kept. Raises `JobUnknown`."""
        if not self._change(job, *pairs(fields_to_wire(fields))):
            raise JobUnknown(job=job)

    def mark(self, job: JobId, mark: str, *, on: bool = True) -> tuple[str, ...]:
        """Add a mark to the record's `used`, or take it away; all of them afterwards. Raises `JobUnknown`."""
        found = self._mark(job, mark, int(on))
        if not found:
            raise JobUnknown(job=job)
        return tuple(json.loads(found))

    def queued(self, job: JobId, rq_job: Mapping[str, str | bytes | int]) -> Record:
        """accepted -> queued, and into the line; `rq_job` are the fields of the RQ job's hash."""
        flat = [part for field in rq_job.items() for part in field]
        return self._moved(job, State.QUEUED, sources=(State.ACCEPTED,), event=Queued(job=job), rq_job=flat)

    def begin(self, job: JobId) -> Record:
        """queued -> painting, attempt + 1."""
        return self._moved(job, State.PAINTING)

    def rendered(
        self,
        job: JobId,
        attempt: int,
        pictures: Pictures,
        provenance: Mapping[str, str] | None = None,
        findings: Sequence[Finding] = (),
    ) -> Record:
        """painting -> rendered, or accepted -> rendered for a job that needs no painting (attempt 0)."""
        fields = {"pictures": pictures, "provenance": dict(provenance or {}), "_painted": len(pictures.tiles)}
        if findings:
            fields["findings"] = tuple(findings)
        return self._moved(job, State.RENDERED, attempt, Rendered(job=job, attempt=attempt), fields)

    def failed(self, job: JobId, attempt: int, error: AtelierError) -> Record:
        """accepted, queued or painting -> failed."""
        event = Failed(job=job, attempt=attempt, code=error.code, values=error.values)
        return self._moved(job, State.FAILED, attempt, event, {"error_code": error.code, "error_values": error.values})

    def cancelled(self, job: JobId, attempt: int | None = None, sources: Sequence[State] = ()) -> Record:
        """accepted, queued or painting, or only one of `sources` -> cancelled."""
        return self._moved(job, State.CANCELLED, attempt, Cancelled(job=job), sources=sources)

    def delivered(self, job: JobId, message_id: int | None = None, channel_id: int | None = None) -> Record:
        """rendered or kept -> delivered."""
        fields = {"final_message_id": message_id, "final_channel_id": channel_id}
        return self._moved(job, State.DELIVERED, fields={k: v for k, v in fields.items() if v is not None})

    def kept(self, job: JobId) -> Record:
        """rendered -> kept: no place would take it."""
        return self._moved(job, State.KEPT)

    def withdrawn(self, job: JobId) -> Record:
        """accepted -> withdrawn: the acknowledgement failed."""
        return self._moved(job, State.WITHDRAWN)

    def open_jobs(self, person_id: int) -> list[Record]:
        """The person's jobs that are accepted, queued, painting or rendered; oldest first."""
        return self._those(self._redis.smembers(keys.of_person(person_id, "open")))

    def kept_for(self, person_id: int) -> list[Record]:
        """The person's finished jobs that no place would take; oldest first."""
        return self._those(self._redis.smembers(keys.of_person(person_id, "kept")))

    def jobs_of(self, person_id: int, count: int = 25) -> list[Record]:
        """The person's latest jobs; oldest first."""
        return self._those(self._redis.zrevrange(keys.of_person(person_id, "jobs"), 0, count - 1))

    def unsubmitted(self, older_than_s: float) -> list[JobId]:
        """Jobs that were accepted that long ago and are not in line yet."""
        latest = self._clock() - older_than_s
        found: Any = self._redis.zrangebyscore(keys.UNSUBMITTED, "-inf", latest)
        return [JobId(job.decode()) for job in found]

    def forget(self, job: JobId) -> None:
        """Take a job whose record is gone out of the index of accepted ones."""
        self._redis.zrem(keys.UNSUBMITTED, job)

    def _those(self, jobs: Any) -> list[Record]:
        with self._redis.pipeline(transaction=False) as pipe:
            for job in jobs:
                pipe.hgetall(keys.record(JobId(job.decode())))
            records = [record_from_wire(found) for found in pipe.execute() if found]
        return sorted(records, key=lambda record: record.created_at)

    def _moved(
        self,
        job: JobId,
        target: State,
        attempt: int | None = None,
        event: JobEvent | None = None,
        fields: Mapping[str, Any] | None = None,
        sources: Sequence[State] = (),
        rq_job: Sequence[str | bytes | int] = (),
    ) -> Record:
        """Raises `Overtaken` where state or attempt differ, `JobUnknown` where there is no record."""
        sources = sources or [state for state, targets in TRANSITIONS.items() if target in targets]
        arguments = pairs(fields_to_wire(fields or {}))
        expected: str | int = "" if attempt is None else attempt
        spoken = event_to_wire(event) if event else ""
        found = self._move(
            job, ",".join(sources), expected, target, self._caps.running, self._caps.keep_s,
            spoken, round(self._caps.lease_s * 1000), len(arguments), *arguments, *rq_job,
        )  # fmt: skip
        if found == b"":
            raise JobUnknown(job=job)
        if isinstance(found, bytes):
            raise Overtaken(job=job, state=found.decode())
        return record_from_wire(dict(zip(found[::2], found[1::2], strict=True)))
