"""✉️ and ❌ under a message of ours, by the person whose job it shows: DM Results and Cancel Job without a menu.

Raw events and the message as Discord has it, so nothing needs to be remembered across restarts."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import discord
import redis

from bot.access import Visitor, may_enter
from bot.client import AtelierClient
from bot.ending import end
from bot.handing import hand_results
from jobs.errors import AtelierError
from jobs.records import Record
from messages.recognising import job_of

_log = logging.getLogger(__name__)
ENVELOPE, CROSS = "✉", "❌"  #: without the selector that some clients append
SELECTOR = "\ufe0f"


async def on_reaction(client: AtelierClient, payload: discord.RawReactionActionEvent) -> None:
    """Nobody is told of a mistake here: there is nobody whom a reaction could be answered to alone."""
    emoji = (payload.emoji.name or "").rstrip(SELECTOR)
    if emoji not in (ENVELOPE, CROSS) or client.user is None or payload.message_author_id != client.user.id:
        return
    try:
        await _act(client, payload, emoji)
    except (AtelierError, discord.HTTPException, aiohttp.ClientError, redis.RedisError) as error:
        _log.info("the reaction of %s under message %s: %s", payload.user_id, payload.message_id, error)


async def _act(client: AtelierClient, payload: discord.RawReactionActionEvent, emoji: str) -> None:
    channel = client.get_partial_messageable(payload.channel_id, guild_id=payload.guild_id)
    message = await channel.fetch_message(payload.message_id)
    job = job_of(message)
    record = await asyncio.to_thread(client.desk.ledger.get, job) if job else None
    if record is None or record.person.id != payload.user_id or not _welcome(client, payload, record):
        return
    if emoji == ENVELOPE:
        person = payload.member or await client.fetch_user(payload.user_id)
        await hand_results(client, person, record, record.person.locale)
    else:
        await end(client, payload.user_id, record, message)


def _welcome(client: AtelierClient, payload: discord.RawReactionActionEvent, record: Record) -> bool:
    """As `ensure_may_press` says it of an interaction; in direct messages everybody has their own pictures."""
    if payload.user_id in client.banned:
        return False
    roles = tuple(payload.member._roles) if payload.member else ()
    return payload.guild_id is None or may_enter(Visitor(payload.user_id, payload.guild_id, roles), client.settings)
