"""The notice of jobs that wait because as many of their person's are being painted as may be at once."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import discord
import redis

from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Taken
from jobs.requests import Verb
from messages.notices import queued

_log = logging.getLogger(__name__)


async def tell_queued(interaction: Interaction, taken: Taken) -> None:
    """After their echoes; once for all jobs of the interaction. The jobs go on where it cannot be said."""
    line = interaction.client.desk.line
    jobs = [each.id for each in taken.records if each.request.verb is not Verb.PICK]
    if taken.before + len(jobs) <= line.caps.running:  # nearly always: then nothing need be asked
        return
    try:
        parked = await asyncio.to_thread(line.parked, jobs)
        if parked:
            await whisper(interaction, queued(parked, line.caps.running, interaction.locale.value))
    except (redis.RedisError, discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.info("interaction %s: its jobs wait, and nobody was told: %s", interaction.id, error)
