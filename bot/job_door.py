"""The job that an interaction is about, for somebody who may go on with it."""

from __future__ import annotations

import asyncio

from bot.accept import wish_of
from bot.access import ensure_may_press
from bot.client import Interaction
from bot.orders.press import seen_from
from jobs.records import Record
from jobs.requests import JobId


async def job_behind(interaction: Interaction, job: JobId) -> Record:
    """Raises `JobUnknown`, `NotAllowed`, `Blocked`."""
    client = interaction.client
    record = await asyncio.to_thread(seen_from, client.desk, wish_of(interaction), job)
    ensure_may_press(interaction, client.settings, record)
    return record
