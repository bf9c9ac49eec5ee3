"""`/show job_id:` one of your own jobs again, here, with fresh buttons."""

from __future__ import annotations

import asyncio
import uuid
from itertools import islice

from discord import app_commands

from bot.client import Interaction
from bot.desk import Desk
from bot.showing import show_again
from bot.words import worded
from jobs.records import Record
from messages.escape import plainly

SUGGESTED = 25  #: Discord's most
LABEL = 100  #: characters


@app_commands.command(name=worded("show.name"), description=worded("show.description"))
@app_commands.rename(job_id=worded("show.job_id"))
@app_commands.describe(job_id=worded("show.job_id_description"))
async def show(interaction: Interaction, job_id: app_commands.Range[str, 1, 300]) -> None:
    """An id, the beginning of one, or a file name of ours."""
    record = await asyncio.to_thread(interaction.client.desk.history.find, interaction.user.id, job_id)
    await show_again(interaction, record)


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
