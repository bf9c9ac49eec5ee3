"""Rule 1 of the design: record first, acknowledge, then submit. A failed acknowledgement withdraws the record;
one interaction makes one job, however many bots see it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
import redis

from bot.access import jobs_allowed, visitor_of
from bot.answering import ACKNOWLEDGED, whisper
from bot.client import Interaction
from bot.desk import Order, Taken, Wish
from bot.queued import tell_queued
from jobs.errors import AtelierError
from jobs.records import Person, Record, ReplyTo
from messages import render
from messages.confirming import asked
from messages.discord_form import sending
from messages.message import Message
from messages.say import say

_log = logging.getLogger(__name__)
TOKEN_LIFE_S = 15 * 60
_CONTEXTS = ("guild", "dm_channel", "private_channel")  # Discord's 0, 1, 2


def wish_of(interaction: Interaction) -> Wish:
    """Who asks and where the answer goes, as this interaction says it."""
    user, now = interaction.user, interaction.client.desk.clock()
    owners = {str(kind): int(owner) for kind, owner in interaction._integration_owners.items()}
    reply_to = ReplyTo(
        interaction_id=interaction.id,
        application_id=interaction.application_id,
        token=interaction.token,
        token_expires_at=interaction.created_at.timestamp() + TOKEN_LIFE_S,
        channel_id=interaction.channel_id or 0,
        guild_id=interaction.guild_id,
        context=next((n for n, name in enumerate(_CONTEXTS) if getattr(interaction.context, name)), 0),
        installation_owners=owners,
        app_permissions=interaction.app_permissions.value,
        upload_limit=interaction.filesize_limit,
    )
    person = Person(id=user.id, name=user.name, locale=interaction.locale.value)
    most = jobs_allowed(visitor_of(interaction), interaction.client.settings)
    return Wish(person=person, reply_to=reply_to, at=now, jobs_at_once=most)


async def take(interaction: Interaction, order: Order) -> bool:
    """Record an order's jobs, acknowledge them and put them in line: the first job is echoed by the answer, others by
    follow-ups. Where they are many, the person is asked first. False where nothing was made: after that question, and
    where another bot of this token has taken the interaction. Raises a `Mistake`."""
    client = interaction.client
    with client.calm.someone_waits():
        taken = await client.crowd.ask(order)
        if taken.to_confirm:
            await ask_back(interaction, taken)
            return False
        if not taken.records:
            _log.info("interaction %s was taken before, by another bot of this token", interaction.id)
            return False
        message_id = await _answer(interaction, taken)
    await submit_all(interaction, taken, message_id)
    return True


async def ask_back(interaction: Interaction, taken: Taken) -> None:
    """The question before many jobs, to the person alone; `bot.confirming` hears the answer."""
    await whisper(interaction, asked(taken.records, interaction.locale.value))


async def submit_all(interaction: Interaction, taken: Taken, message_id: int | None) -> None:
    """Put recorded jobs in line; the first is echoed by the message, others by follow-ups."""
    first, *others = taken.records
    await _submit(interaction, first, message_id)
    for record in others:
        await echo_and_submit(interaction, record)
    await tell_queued(interaction, taken)


async def _answer(interaction: Interaction, taken: Taken) -> int | None:
    """The echo of the first job, within Discord's 3 s."""
    said = render.waiting(taken.records[0], notes=notes_of(interaction, taken))
    return await or_withdraw(interaction, taken, acknowledge(interaction, said))


async def or_withdraw(interaction: Interaction, taken: Taken, answered: Awaitable[int | None]) -> int | None:
    """Acknowledge, or withdraw what was recorded, and raise why."""
    try:
        return await answered
    except Exception:  # being told to stop is no failure: the reaper submits what was left between the two
        await asyncio.to_thread(interaction.client.desk.withdraw, taken.records)
        raise


async def acknowledge(interaction: Interaction, message: Message) -> int | None:
    """The first answer, as `sure_of` sends it."""
    return await sure_of(interaction, lambda: interaction.response.send_message(**sending(message)))


async def sure_of(interaction: Interaction, send: Callable[[], Awaitable[Any]]) -> int | None:
    """`send` an answer within Discord's 3 s; the message's id, or None where it took the answer and named none.

    Raises `discord.HTTPException` or `aiohttp.ClientError` where the person was not answered."""
    try:
        answer: discord.InteractionCallbackResponse[Any] | None = await send()
        return answer.message_id if answer else None
    except discord.HTTPException as error:
        if error.code != ACKNOWLEDGED and error.status < 500:
            raise
        return await _look(interaction, error)
    except (aiohttp.ClientError, OSError) as error:
        return await _look(interaction, error)


async def _look(interaction: Interaction, error: Exception) -> int:
    """After an answer whose outcome is unknown: the original response, if there is one. Raises `error` if not."""
    try:
        return (await interaction.original_response()).id
    except (discord.HTTPException, discord.ClientException, aiohttp.ClientError, OSError):
        raise error from None


async def echo_and_submit(interaction: Interaction, record: Record) -> None:
    """A follow-up for one of several jobs, then into the line; one that was cancelled meanwhile gets neither."""
    if await asyncio.to_thread(interaction.client.desk.stands, record.id):
        await _submit(interaction, record, await _echo(interaction, record))


async def _echo(interaction: Interaction, record: Record) -> int | None:
    """The progress message of a further job of --repeat; a job goes on without one."""
    try:
        return (await interaction.followup.send(**sending(render.waiting(record)), wait=True)).id
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.warning("job %s has no progress message: %s", record.id, error)
        return None


async def _submit(interaction: Interaction, record: Record, message_id: int | None) -> None:
    desk = interaction.client.desk
    async with interaction.client.calm.after_the_answers():
        try:
            await asyncio.to_thread(desk.submit, record, message_id)
        except AtelierError as error:  # e.g. the parent of a pick is gone: acknowledged already, so delivery says it
            await asyncio.to_thread(desk.fail, record, error)
        except redis.RedisError as error:
            _log.warning("job %s is left to the reaper: %s", record.id, error)


def notes_of(interaction: Interaction, taken: Taken) -> tuple[str, ...]:
    """What the person should know, in their language."""
    return tuple(say(f"notes.{note.code}", interaction.locale.value, **note.values) for note in taken.notes)
