"""The verdicts under a report: keep, remove, ban, and pardon."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import ClassVar

import discord

from bot.client import AtelierClient, Interaction
from jobs.bans import Ban
from jobs.errors import JobUnknown, Mistake
from jobs.records import Record
from jobs.requests import JobId
from messages.discord_form import editing
from messages.report import judged

_log = logging.getLogger(__name__)


class NotModerator(Mistake):
    """Verdicts are pressed in the moderators' channel, by those who may manage messages there."""

    code = "not_moderator"
    english: ClassVar[str] = "Only moderators may do that, in the channel for reports."


async def judge(interaction: Interaction, verdict: str, job: JobId) -> None:
    """Carry out a verdict and write it into the report. Raises `NotModerator`, `JobUnknown`."""
    client = interaction.client
    ensure_moderator(interaction)
    record = await asyncio.to_thread(client.desk.ledger.get, job)
    if verdict in ("remove", "ban"):
        await interaction.response.defer()
        await take_down(client, record)
    if verdict == "ban":
        ban = Ban(by=interaction.user.id, at=client.desk.clock(), job=job)
        await client.banned.ban(record.person.id, ban)
        await asyncio.to_thread(client.desk.cancel_all, record.person.id)
    elif verdict == "pardon":
        await client.banned.lift(record.person.id)
    _log.warning("%s by %s: job %s of person %s", verdict, interaction.user.id, job, record.person.id)
    form = editing(judged(job, verdict, interaction.user.id, client.settings.reports_locale))
    del form["embeds"]  # the report stays readable
    if interaction.response.is_done():
        await interaction.edit_original_response(**form)
    else:
        await interaction.response.edit_message(**form)


def ensure_moderator(interaction: Interaction) -> None:
    """Raises `NotModerator`."""
    settings, rights = interaction.client.settings, interaction.permissions
    named = interaction.user.id in settings.admins
    here = interaction.channel_id == settings.reports_channel
    if not (here and (named or rights.manage_messages or rights.administrator)):
        raise NotModerator


async def take_down(client: AtelierClient, record: Record) -> None:
    """The message goes, and the pictures with it; the record stays, as the memory of what was judged."""
    with suppress(JobUnknown):
        await asyncio.to_thread(client.desk.pictures.delete_prefix, record.id)
    for channel, message in ((record.final_channel_id, record.final_message_id), (None, record.copy_message_id)):
        if message is None:
            continue
        try:
            where = await _direct(client, record.person.id) if channel is None else channel
            await client.get_partial_messageable(where).get_partial_message(message).delete()
        except discord.HTTPException as error:  # gone, hidden, or not ours to take away
            _log.info("message %s of job %s stays: %s", message, record.id, error)


async def _direct(client: AtelierClient, person_id: int) -> int:
    return (await client.create_dm(discord.Object(person_id))).id
