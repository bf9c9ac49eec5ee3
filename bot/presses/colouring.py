"""The colours of pressed buttons, in the message that they stand under."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
import discord
import redis

from bot.client import AtelierClient, Interaction
from bot.desk import Desk
from bot.orders.press import mark
from jobs.errors import AtelierError
from jobs.records import Record
from jobs.requests import JobId
from messages.buttons import under_final
from messages.discord_form import Stateless

_log = logging.getLogger(__name__)
Edit = Callable[..., Awaitable[object]]  #: takes `view=`
ROUNDS = 10  #: edits of one press, at most


def buttons_of(desk: Desk, record: Record) -> Stateless:
    """All buttons of a finished job, in their colours."""
    return Stateless(under_final(record, desk.catalog.cannot_of(record.request.model)))


async def colour(interaction: Interaction, job: JobId, name: str) -> None:
    """Pressed buttons are coloured from now on; a message that can no longer be edited stays as it is."""
    message = interaction.message
    edit = None if message is None or message.flags.ephemeral else message.edit
    await _colour(interaction.client.desk, job, name, edit)


async def colour_final(client: AtelierClient, record: Record, name: str) -> None:
    """The same for the message that brought a picture, where the press came from elsewhere."""
    channel, message = record.final_channel_id, record.final_message_id
    edit: Edit | None = None
    if channel is not None and message is not None and not record.stealth:
        edit = client.get_partial_messageable(channel).get_partial_message(message).edit
    await _colour(client.desk, record.id, name, edit)


async def _colour(desk: Desk, job: JobId, name: str, edit: Edit | None) -> None:
    try:
        record = await asyncio.to_thread(mark, desk, job, name)
        if edit is not None:
            await edit(view=buttons_of(desk, record))
            await catch_up(desk, record, edit)
    except (discord.HTTPException, aiohttp.ClientError, redis.RedisError, AtelierError) as error:
        _log.info("the buttons of job %s stay as they were: %s", job, error)


async def catch_up(desk: Desk, record: Record, edit: Edit) -> None:
    """After an edit that showed `record`: edit again for as long as more was pressed meanwhile. Of two presses at the
    same moment the edit with fewer marks may arrive last; whoever sent it sees here that it is behind.

    Raises `JobUnknown` and what `edit` raises."""
    for _ in range(ROUNDS):
        now = await asyncio.to_thread(desk.ledger.get, record.id)
        if now.used == record.used:
            return
        record = now
        await edit(view=buttons_of(desk, record))
