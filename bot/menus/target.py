"""The job that a menu was opened on."""

from __future__ import annotations

import discord

from bot.client import Interaction
from bot.job_door import job_behind
from jobs.errors import Mistake
from jobs.records import Record
from messages.recognising import job_of


class NoJobHere(Mistake):
    """The message is not ours, or shows no job."""

    code = "no_job_here"
    english = "This message shows no job of mine; open the menu on one of my pictures."


async def target(interaction: Interaction, message: discord.Message) -> Record:
    """Raises `NoJobHere`, `JobUnknown`, `NotAllowed`."""
    client = interaction.client
    ours = client.user is not None and message.author.id == client.user.id
    job = job_of(message) if ours else None
    if job is None:
        raise NoJobHere
    return await job_behind(interaction, job)
