"""What is done about one event of one job."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from jobs.errors import JobUnknown
from jobs.events import Cancelled, Failed, JobEvent, Progress, Queued, Rendered
from jobs.ledger import Overtaken
from jobs.records import Record, State
from jobs.requests import JobId
from messages import render
from messages.heading import heading
from messages.message import Message
from messages.notices import PRIVATE
from worker.delivery import alone, progress_message
from worker.delivery.copies import send_copy
from worker.delivery.desk import Desk, aside
from worker.delivery.final import Finals
from worker.delivery.notices import Notices
from worker.delivery.progress_board import ProgressBoard
from worker.delivery.repeat import until_done

log = logging.getLogger(__name__)
WATCHED = 1_000  #: notices that hold their event in the stream, to be found again by another delivery


class Postman:
    """Brings each event to its person; `attend` returns when the event may leave the stream."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._board, self._notices, self._finals = ProgressBoard(desk), Notices(desk), Finals(desk)

    def show(self, event: Progress) -> None:
        """Progress is shown when there is time for it, or never."""
        self._board.show(event)

    async def attend(self, event: JobEvent, tried_before: bool) -> None:
        """Raises `TokenRefused`; stores' errors pass."""
        try:
            match event:
                case Queued():
                    await self._queued(event.job)
                case Rendered():
                    await self._rendered(event.job, tried_before)
                case Failed() | Cancelled():
                    await self._ended(event)
                case Progress():
                    self.show(event)
        except JobUnknown:
            log.warning("an event of job %s, of which no record is left", event.job)

    async def give_up(self, event: JobEvent) -> None:
        """The event failed again and again for a reason of our own: a picture is kept, a word is dropped."""
        if isinstance(event, Rendered):
            try:
                await aside(self._desk.ledger.kept, event.job)
            except (Overtaken, JobUnknown):
                log.warning("job %s ended otherwise", event.job)

    async def _queued(self, job: JobId) -> None:
        task = self._notices.watch(await aside(self._desk.ledger.get, job))
        if task and len(self._notices) <= WATCHED:
            await asyncio.wait([task])  # which may be cancelled, and this is not

    async def _rendered(self, job: JobId, tried_before: bool) -> None:
        self._board.forget(job)
        self._notices.forget(job)
        record = await self._finals.deliver(job, tried_before)
        await self._board.close(job)
        if record.state is State.DELIVERED:
            await send_copy(self._desk, record, tried_before)
            remove = partial(progress_message.remove, self._desk, record)
            await until_done(self._desk, f"removing the progress message of job {job}", remove)
        elif record.state is State.KEPT:
            await self._edit(record, _kept(record))

    async def _ended(self, event: Failed | Cancelled) -> None:
        self._notices.forget(event.job)
        await self._board.close(event.job)
        record = await aside(self._desk.ledger.get, event.job)
        if isinstance(event, Cancelled):
            await self._edit(record, render.cancelled(record))
        elif event.code in PRIVATE:
            await self._edit(record, render.cancelled(record))
            await alone.whisper(self._desk, record, render.refused(record, event.code, event.values))
        else:
            await self._say(record, render.failed(record, event.code, event.values))

    async def _say(self, record: Record, message: Message) -> None:
        """Edit the progress message; what the person must know is sent directly where that is not possible."""
        if not await self._edit(record, message):
            await alone.directly(self._desk, record, message)

    async def _edit(self, record: Record, message: Message) -> bool:
        edit = partial(progress_message.edit, self._desk, record, message)
        return await until_done(self._desk, f"the last edit of job {record.id}", edit)


def _kept(record: Record) -> Message:
    sentence = render.plain("job.kept", record.person.locale).content
    return Message(content=heading(record, "", running=False, notes=(sentence,)))
