"""Progress on its way to people: of each job only the newest event is kept, and what is late is dropped."""

from __future__ import annotations

import asyncio
import logging

import redis

from jobs.errors import AtelierError
from jobs.events import Progress
from jobs.records import State
from jobs.requests import JobId
from messages import render
from worker.delivery import progress_message
from worker.delivery.desk import Desk, aside
from worker.delivery.ladder_of_places import NOTICE_BEFORE_S
from worker.delivery.outcomes import NotPosted, RateLimited, Refused

log = logging.getLogger(__name__)


class ProgressBoard:
    """One task for each job that has something to show; it ends when there is nothing newer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._newest: dict[JobId, Progress] = {}
        self._tasks: dict[JobId, asyncio.Task[None]] = {}
        self._edits: dict[JobId, asyncio.Task[float]] = {}

    def show(self, event: Progress) -> None:
        """Show this event as soon as the job and the token may be shown anything; it replaces an unshown one."""
        self._newest[event.job] = event
        if event.job not in self._tasks:
            self._tasks[event.job] = asyncio.create_task(self._show_newest(event.job))

    def forget(self, job: JobId) -> None:
        """Begin no more edits of this job."""
        self._newest.pop(job, None)
        if task := self._tasks.pop(job, None):
            task.cancel()

    async def close(self, job: JobId) -> None:
        """Forget the job, and wait for the edit on its way, so that it cannot arrive after what comes now."""
        self.forget(job)
        if edit := self._edits.get(job):
            await asyncio.wait([edit])

    async def _show_newest(self, job: JobId) -> None:
        while job in self._newest:
            if wait := self._desk.limiter.preview():
                await self._desk.sleep(wait)
                continue
            edit = asyncio.create_task(self._edit(self._newest.pop(job)))
            self._edits[job] = edit
            edit.add_done_callback(lambda _: self._edits.pop(job, None))
            await self._desk.sleep(await asyncio.shield(edit))
        self._tasks.pop(job, None)

    async def _edit(self, event: Progress) -> float:
        """Seconds until the next edit of this job."""
        try:
            record = await aside(self._desk.ledger.get, event.job)
            if record.state is State.PAINTING and record.attempt == event.attempt:
                pictures = await self._preview(event)
                soon_dead = record.reply_to.token_expires_at - self._desk.clock() < NOTICE_BEFORE_S
                key = event.preview if pictures else None
                message = render.progress(record, event.step, event.steps, key, elsewhere=soon_dead)
                await progress_message.edit(self._desk, record, message, pictures)
        except RateLimited as ending:
            if ending.everybody:
                self._desk.limiter.everybody_waits(ending.seconds)
            return max(ending.seconds, self._desk.settings.progress_every_s)
        except (Refused, AtelierError) as ending:
            log.info("progress of job %s is not shown: %s", event.job, ending)
        except (NotPosted, redis.RedisError, OSError) as ending:
            log.info("progress of job %s was perhaps not shown: %r", event.job, ending)
        return self._desk.settings.progress_every_s

    async def _preview(self, event: Progress) -> dict[str, bytes]:
        if event.preview is None:
            return {}
        try:
            return {event.preview: await aside(self._desk.pictures.get, event.preview)}
        except FileNotFoundError:  # the job has ended meanwhile
            return {}
