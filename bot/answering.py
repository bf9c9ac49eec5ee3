"""The one wrapper of every door (design rule 11): mistakes to the person alone in their language, faults with a code
and a line in the log, never silence."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import redis
from discord import app_commands

from bot.typed import typed
from jobs.errors import AtelierError, Mistake
from messages import notices
from messages.discord_form import sending
from messages.message import Message

_log = logging.getLogger(__name__)

ACKNOWLEDGED = 40060  # somebody has answered: a second bot with our token, or we, and the reply was lost
GONE = frozenset({10062, 10015, 50027, 10008})  # the interaction, its webhook, its token, its message


@asynccontextmanager
async def answering(interaction: discord.Interaction[discord.Client]) -> AsyncIterator[None]:
    """Whatever goes wrong inside is said."""
    try:
        yield
    except Exception as error:  # every door's last wall
        await answer(interaction, error)


async def answer(interaction: discord.Interaction[discord.Client], error: Exception) -> None:
    """Say an error to the person alone."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, discord.HTTPException) and (error.code in GONE or error.code == ACKNOWLEDGED):
        _log.info("interaction %s cannot be answered any more: %s", interaction.id, error)
        return
    message = _said(interaction, error)
    try:
        await whisper(interaction, message)
    except (discord.HTTPException, aiohttp.ClientError) as failure:  # nothing is left to say it with
        _log.warning("interaction %s: could not say %r: %s", interaction.id, error, failure)


def _said(interaction: discord.Interaction[discord.Client], error: Exception) -> Message:
    locale, said = interaction.locale.value, typed(interaction)
    if isinstance(error, Mistake):
        return notices.of_error(error, locale, said)
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return notices.of_code("command_unknown", locale, said)
    trace = secrets.token_hex(4)
    _log.error("fault %s in interaction %s", trace, interaction.id, exc_info=error)
    if isinstance(error, AtelierError):
        return notices.of_error(error, locale, said)
    code = "unreachable" if isinstance(error, redis.RedisError) else "internal"
    return notices.of_code(code, locale, said, trace=trace)


async def whisper(interaction: discord.Interaction[discord.Client], message: Message) -> None:
    """Send to the person alone, as the first answer or after it. Raises `discord.HTTPException`."""
    form = sending(message.only_for_the_person())
    if interaction.response.is_done():
        await interaction.followup.send(**form)
    else:
        await interaction.response.send_message(**form)
