"""Cancel and Cancel all: their owner stops jobs; delivery writes the end into each progress message."""

from __future__ import annotations

import asyncio

from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk
from bot.job_door import job_behind
from bot.presses.button import JobButton
from jobs.errors import JobUnknown, NotYours
from jobs.ledger import Overtaken
from jobs.records import Record, State
from jobs.requests import JobId
from messages import render
from messages.custom_id import Door, Press, template_of

WAITING = frozenset({State.ACCEPTED, State.QUEUED})


class Cancel(JobButton, template=template_of(Door.CANCEL)):
    """Stops the job."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        client, locale = interaction.client, interaction.locale.value
        await own_job(interaction, press)
        stopping = await asyncio.to_thread(client.desk.line.cancel, press.job)
        await whisper(interaction, render.plain("press.cancelling" if stopping else "press.too_late", locale))


class CancelAll(JobButton, template=template_of(Door.CANCEL_ALL)):
    """Stops all jobs of the same interaction that have not begun."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        client, locale = interaction.client, interaction.locale.value
        record = await own_job(interaction, press)
        count = await asyncio.to_thread(cancel_sisters, client.desk, record)
        said = render.plain("press.cancelling_all", locale, count=count) if count else None
        await whisper(interaction, said or render.plain("press.none_waits", locale))


async def own_job(interaction: Interaction, press: Press) -> Record:
    """The record of a job of the person who presses. Raises `JobUnknown`, `NotAllowed`, `NotYours`."""
    record = await job_behind(interaction, press.job)
    if record.person.id != interaction.user.id:
        raise NotYours(owner=record.person.name)
    return record


def cancel_sisters(desk: Desk, record: Record) -> int:
    """End those jobs of the record's interaction that wait, its own too; how many did."""
    origin = record.reply_to.interaction_id
    waiting = [
        each.id
        for each in desk.ledger.open_jobs(record.person.id)
        if each.reply_to.interaction_id == origin and each.state in WAITING
    ]
    return sum(_ended(desk, job) for job in waiting)


def _ended(desk: Desk, job: JobId) -> bool:
    try:
        desk.ledger.cancelled(job, sources=tuple(WAITING))
    except (Overtaken, JobUnknown):  # a worker was faster
        return False
    return True
