"""Apps > Report Job: a picture is brought before the moderators, under a veil, with its prompt and its person."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import discord
from discord import app_commands

from bot.answering import whisper
from bot.client import AtelierClient, Interaction
from bot.menus.target import target
from bot.showing import TooLargeToShow, picture_of
from bot.words import worded
from jobs.errors import Fault, Mistake
from jobs.records import Record
from messages import render
from messages.discord_form import sending
from messages.ladder_of_sizes import fit
from messages.message import Message
from messages.report import Report, report

LIMIT = 10 * 1024 * 1024  #: bytes of a file, in every server


class NoModerators(Mistake):
    """The owner named no channel for reports."""

    code = "no_moderators"
    english: ClassVar[str] = "Nobody receives reports here yet; tell the owner of this server what you saw."


class ReportsUnreachable(Fault):
    """The moderators' channel does not take our messages."""

    code = "reports_unreachable"
    english: ClassVar[str] = "I cannot write into the moderators' channel; tell the owner of this server what you saw."


@app_commands.context_menu(name=worded("menu_report.name"))
async def report_job(interaction: Interaction, message: discord.Message) -> None:
    """By anybody who sees the picture."""
    client, locale = interaction.client, interaction.locale.value
    channel = client.settings.reports_channel
    if channel is None:
        raise NoModerators
    record = await target(interaction, message)
    await interaction.response.defer(ephemeral=True, thinking=True)
    found = Report(record=record, reporter=interaction.user.id, link=message.jump_url)
    if await asyncio.to_thread(client.desk.first_report, record.id):
        await _bring(client, channel, await asyncio.to_thread(_rendered, client, found))
    await whisper(interaction, render.plain("report.thanks", locale))


def _rendered(client: AtelierClient, found: Report) -> Message:
    """The message for the moderators, in the language of this Atelier's English fallback: they are many."""
    record: Record = found.record
    fitted = fit(picture_of(client.desk, record), LIMIT)
    if fitted is None:
        raise TooLargeToShow
    return report(found, fitted.data, fitted.suffix.removeprefix("."), client.settings.reports_locale)


async def _bring(client: AtelierClient, channel: int, message: Message) -> None:
    form: dict[str, Any] = {name: value for name, value in sending(message).items() if name != "ephemeral"}
    try:
        await client.get_partial_messageable(channel).send(**form)
    except (discord.Forbidden, discord.NotFound) as error:
        raise ReportsUnreachable from error
