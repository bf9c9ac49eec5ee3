"""Cancel Job and ❌: a job on its way is stopped, a finished one's message is taken away; its pictures stay."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import discord

from bot.client import AtelierClient
from jobs.errors import Mistake, NotYours
from jobs.records import Record, State

ON_ITS_WAY = frozenset({State.ACCEPTED, State.QUEUED, State.PAINTING})


class CannotRemove(Mistake):
    """Discord lets only the person, or a moderator, take this message away."""

    code = "cannot_remove"
    english: ClassVar[str] = "I may not remove this message; dismiss it yourself, or ask a moderator."


async def end(client: AtelierClient, person_id: int, record: Record, message: discord.Message) -> str:
    """The key of what is to be said. Raises `NotYours`, `CannotRemove`."""
    if record.person.id != person_id:
        raise NotYours(owner=record.person.name)
    if record.state in ON_ITS_WAY:
        stopping = await asyncio.to_thread(client.desk.line.cancel, record.id)
        return "press.cancelling" if stopping else "press.too_late"
    await remove(message)
    return "menu.removed"


async def remove(message: discord.Message) -> None:
    """Take a message of ours away. Raises `CannotRemove`."""
    if message.flags.ephemeral:
        raise CannotRemove
    try:
        await message.delete()
    except discord.NotFound:
        return
    except discord.Forbidden as error:
        raise CannotRemove from error
