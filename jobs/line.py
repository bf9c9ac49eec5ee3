"""The waiting line: turbo, fast, relax, then age; at most so many jobs of a person on workers, the others parked.

Claiming takes a job out of the line under a deadline that the worker's heartbeat extends; `sweep` puts back what a dead
worker held (design rule 4). Submitting, claiming and the place in line cost the same however many jobs wait.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import redis

from jobs import keys
from jobs.caps import Caps, Clock
from jobs.errors import WorkerLost
from jobs.events import Queued, event_to_wire
from jobs.ledger import Ledger, Overtaken
from jobs.records import Pictures, Record, State
from jobs.requests import JobId, Verb
from jobs.rq_job import rq_job_fields
from jobs.scripts import Script


class Line:
    """The line of one Redis. Every program that uses it must be given the same caps."""

    def __init__(self, connection: redis.Redis, clock: Clock, caps: Caps | None = None) -> None:
        self.caps = caps or Caps()
        self.ledger = Ledger(connection, clock, self.caps)
        self._redis = connection
        self._claim, self._extend = Script(connection, "claim"), Script(connection, "extend")
        self._give_back = Script(connection, "give_back")

    def accept(self, *records: Record) -> bool:
        """Write the records of one interaction, all or none; False where they were seen before.

        Raises `QueueFull` when the person's waiting jobs would exceed the cap; picks do not wait and need no room.
        """
        waits = any(record.request.verb is not Verb.PICK for record in records)
        return self.ledger.accept(*records, waiting_cap=self.caps.waiting if waits else 0)

    def submit(self, record: Record) -> bool:
        """accepted -> queued and into the line; False where somebody else has submitted or ended it.

        A pick (U1-U4) is rendered at once: `pictures.tiles` is the parent's one tile, `pictures.grid` None.
        Raises `JobUnknown` where the record, or a pick's parent, is gone.
        """
        try:
            if record.request.verb is Verb.PICK:
                self.ledger.rendered(record.id, 0, self._picked(record))
            else:
                self.ledger.queued(record.id, rq_job_fields(record.id, self._redis))
        except Overtaken:
            return False
        return True

    def _picked(self, record: Record) -> Pictures:
        request = record.request
        assert request.parent is not None and request.tile is not None  # the plan makes no pick without them
        parent = self.ledger.get(request.parent)
        return Pictures(tiles=(parent.pictures.tiles[request.tile - 1],))

    def place(self, job: JobId) -> int:
        """1 for the next to be painted; 0 where the job does not wait."""
        rank: Any = self._redis.zrank(keys.WAITING, job)
        return 0 if rank is None else int(rank) + 1

    def parked(self, jobs: Sequence[JobId]) -> int:
        """How many of these wait for others of their person to end, and not for a worker."""
        if not jobs:
            return 0
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.zmscore(keys.WAITING, list(jobs))
            pipe.zmscore(keys.READY, list(jobs))
            waiting, ready = pipe.execute()
        return sum(one is not None and other is None for one, other in zip(waiting, ready, strict=True))

    def waiting(self) -> int:
        """How many jobs wait."""
        return int(self._redis.zcard(keys.WAITING))

    def cancel(self, job: JobId) -> bool:
        """End a waiting job now, or ask the worker of a painting one to stop; False where it has ended.

        Raises `JobUnknown`.
        """
        state = self.ledger.get(job).state
        if state in (State.ACCEPTED, State.QUEUED):
            with contextlib.suppress(Overtaken):
                self.ledger.cancelled(job, sources=(State.ACCEPTED, State.QUEUED))
                return True
            state = self.ledger.get(job).state
        if state is State.PAINTING:
            self._redis.hset(keys.record(job), "_stop", "1")
            return True
        return False

    def stop_requested(self, job: JobId) -> bool:
        """Whether the owner wishes the painting to stop; asked by the worker between steps."""
        return self._redis.hexists(keys.record(job), "_stop")

    def claim(self, worker: str) -> JobId | None:
        """Take the next ready job under a deadline; None where none is ready."""
        job = self._claim(worker, self._lease_ms, self.caps.running)
        return JobId(job.decode()) if job else None

    def await_job(self, seconds: float) -> None:
        """Return when a job may be ready, or after so many seconds (0 < seconds)."""
        self._redis.blpop([keys.WAKE], timeout=seconds)

    def extend(self, job: JobId, worker: str) -> bool:
        """The worker's heartbeat; False where the claim is not its own any more."""
        return bool(self._extend(job, worker, self._lease_ms))

    def release(self, job: JobId, worker: str, *, blame: bool = True) -> None:
        """End a worker's own claim: a job that is not finished goes back into the line at once.

        `blame` counts it as one of the workers that the job may kill, so that no job goes round for ever.
        """
        self._back(job, worker, blame)

    def release_all(self, worker: str) -> None:
        """End every claim of a worker that stops, without blame."""
        held: Any = self._redis.hgetall(keys.OWNERS)
        for job in [job for job, owner in held.items() if owner == worker.encode()]:
            self.release(JobId(job.decode()), worker, blame=False)

    def sweep(self) -> list[JobId]:
        """Put right every claim past its deadline; returns those jobs. More callers than one do no harm."""
        seconds, microseconds = self._redis.time()
        now_ms = seconds * 1000 + microseconds // 1000
        found: Any = self._redis.zrangebyscore(keys.CLAIMS, "-inf", now_ms)
        expired = [JobId(job.decode()) for job in found]
        return [job for job in expired if self._back(job, "", True) != b"held"]

    def _back(self, job: JobId, worker: str, blame: bool) -> bytes:
        event = event_to_wire(Queued(job=job))
        verdict: bytes = self._give_back(job, worker, self.caps.running, event, self.caps.deaths if blame else 0)
        with contextlib.suppress(Overtaken):
            if verdict == b"stop":
                self.ledger.cancelled(job)
            elif verdict == b"deadly":
                attempt = self.ledger.get(job).attempt
                self.ledger.failed(job, attempt, WorkerLost(attempts=self.caps.deaths, job=job))
        return verdict

    @property
    def _lease_ms(self) -> int:
        return round(self.caps.lease_s * 1000)
