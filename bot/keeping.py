"""What no place would take is handed to its person at their next command, in messages that only they see."""

from __future__ import annotations

import asyncio

import discord

from bot.client import Interaction
from jobs.records import Record
from messages import render
from messages.discord_form import sending


async def hand_over_kept(interaction: Interaction) -> None:
    """After the command's own answer: each kept picture as a follow-up; handed over ones are delivered."""
    desk = interaction.client.desk
    async with interaction.client.calm.after_the_answers():
        found = await asyncio.to_thread(desk.kept_pictures, interaction.user.id)
    if not found:
        return
    locale = interaction.locale.value
    await interaction.followup.send(**sending(render.plain("job.kept_follows", locale, count=len(found))))
    for record, pictures in found:
        await _hand_over(interaction, record, pictures)


async def _hand_over(interaction: Interaction, record: Record, pictures: dict[str, bytes]) -> None:
    """The grid, or its four tiles where the grid is too large for a message here."""
    cannot = interaction.client.desk.catalog.cannot_of(record.request.model)
    for message in (render.kept(record, cannot=cannot), render.kept_tiles(record, cannot=cannot)):
        try:
            sent = await interaction.followup.send(**sending(message, pictures), wait=True)
        except discord.HTTPException as error:
            if error.status != 413:
                raise
            continue
        await asyncio.to_thread(interaction.client.desk.handed_over, record, sent.id, sent.channel.id)
        return
    said = render.plain("job.kept_too_large", interaction.locale.value, job=record.id)
    await interaction.followup.send(**sending(said))
