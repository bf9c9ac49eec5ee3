"""Minute 13: the interaction's token dies after 15, so the progress message says in time where the result will come."""

from __future__ import annotations

import asyncio
from functools import partial

from jobs.ledger import Ledger
from jobs.records import Record, State
from jobs.requests import JobId
from messages import render
from worker.delivery import progress_message
from worker.delivery.desk import Desk, aside
from worker.delivery.ladder_of_places import notice_in
from worker.delivery.repeat import until_done

WAITS = frozenset({State.ACCEPTED, State.QUEUED, State.PAINTING})


class Notices:
    """One sleeping task for each job that waits; a job that is put back into the line is not watched twice."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watched: dict[JobId, asyncio.Task[None]] = {}

    def watch(self, record: Record) -> asyncio.Task[None] | None:
        """The task that ends when the notice is given or not needed; None where the token is dead already."""
        seconds = notice_in(record.reply_to, self._desk.clock())
        if record.state not in WAITS or seconds is None:
            return None
        if record.id not in self._watched:
            task = asyncio.create_task(self._give(record.id, seconds))
            self._watched[record.id] = task
            task.add_done_callback(lambda _: self._watched.pop(record.id, None))
        return self._watched[record.id]

    def forget(self, job: JobId) -> None:
        """The job has ended: its notice is not needed."""
        if task := self._watched.pop(job, None):
            task.cancel()

    def __len__(self) -> int:
        return len(self._watched)

    async def _give(self, job: JobId, seconds: float) -> None:
        await self._desk.sleep(seconds)
        ledger: Ledger = self._desk.ledger
        record = await aside(ledger.get, job)
        if record.state in WAITS:
            edit = partial(progress_message.edit, self._desk, record, render.elsewhere(record))
            await until_done(self._desk, f"the notice of job {job}", edit)
