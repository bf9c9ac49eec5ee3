"""`/show job_id:` or `picture:` one of your own jobs again, here, with fresh buttons.

A picture of ours is known by its file's name, and where that was changed by what is written in the file: then it has to
be fetched, and the answer is for the person alone.
"""

from __future__ import annotations

import asyncio
import uuid
from itertools import islice
from typing import ClassVar

import discord
from discord import app_commands

from bot.client import Interaction
from bot.desk import Desk
from bot.showing import show_again
from bot.words import worded
from jobs.errors import Mistake
from jobs.history import jobs_named
from jobs.png_text import job_in
from jobs.records import Record
from jobs.requests import JobId
from messages.escape import plainly

SUGGESTED = 25  #: Discord's most
LABEL = 100  #: characters


class NothingNamed(Mistake):
    """/show without anything behind it."""

    code = "nothing_named"
    english: ClassVar[str] = "Name a job of yours by its id, or attach one of its pictures."


class NotOurPicture(Mistake):
    """No job is written in a picture."""

    code = "not_our_picture"
    english: ClassVar[str] = (
        "No job of mine is written in this picture; I find it in a PNG that I posted, as long as nothing was changed."
    )


@app_commands.command(name=worded("show.name"), description=worded("show.description"))
@app_commands.rename(job_id=worded("show.job_id"), picture=worded("show.picture"))
@app_commands.describe(job_id=worded("show.job_id_description"), picture=worded("show.picture_description"))
async def show(
    interaction: Interaction, job_id: app_commands.Range[str, 1, 600] = "", picture: discord.Attachment | None = None
) -> None:
    """An id, the beginning of one, a file name of ours, a link to a picture of ours, or the picture itself."""
    if not job_id and picture is None:
        raise NothingNamed
    named, link = (picture.filename, picture.url) if picture else (job_id.partition("?")[0], job_id)
    typed = named if jobs_named(named) or "://" not in link else await written_in(interaction, link)
    record = await asyncio.to_thread(interaction.client.desk.history.find, interaction.user.id, typed)
    await show_again(interaction, record)


async def written_in(interaction: Interaction, link: str) -> JobId:
    """The job that is written in the PNG behind a link. Raises `NotOurPicture`, and what fetching raises."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    job = job_in(await interaction.client.keeper.fetch(interaction.user.id, link.strip("<> ")))
    if job is None:
        raise NotOurPicture
    return job


@show.autocomplete("job_id")
async def _recent(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The latest finished jobs with the typed words in their prompts or at the beginning of their ids."""
    found = await asyncio.to_thread(suggested, interaction.client.desk, interaction.user.id, typed)
    return [app_commands.Choice(name=label(record), value=str(uuid.UUID(record.id))) for record in found]


def suggested(desk: Desk, person_id: int, typed: str) -> list[Record]:
    """At most 25 of the latest 200 jobs."""
    latest = islice(desk.history.painted(person_id), 200)
    words, start = typed.casefold(), typed.replace("-", "").lower()
    fitting = (job for job in latest if words in job.request.prompt.casefold() or job.id.startswith(start))
    return list(islice(fitting, SUGGESTED))


def label(record: Record) -> str:
    """The prompt and the beginning of the id, in one line."""
    short = f" · {record.id[:8]}"
    return plainly(record.request.prompt, LABEL - len(short)) + short
