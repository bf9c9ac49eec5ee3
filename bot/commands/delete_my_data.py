"""`/delete-my-data`: after a confirmation, everything that is kept of a person is deleted, and counted."""

from __future__ import annotations

import asyncio

from discord import app_commands

from bot.client import Interaction
from bot.desk import Desk
from bot.words import worded
from jobs.erasing import Erased, erase, jobs_of
from messages.discord_form import editing, sending
from messages.forgetting import YES, asked, done, kept

PATIENCE_S = 8.0  #: for jobs that were told to stop
LOOK_EVERY_S = 0.2


@app_commands.command(name=worded("delete_my_data.name"), description=worded("delete_my_data.description"))
async def delete_my_data(interaction: Interaction) -> None:
    """Ask first, the person alone."""
    desk = interaction.client.desk
    count = len(await asyncio.to_thread(jobs_of, desk.connection, interaction.user.id))
    await interaction.response.send_message(**sending(asked(count, interaction.locale.value)))


async def answer(interaction: Interaction, values: tuple[str, ...]) -> None:
    """Delete, or keep."""
    locale = interaction.locale.value
    if values[0] != YES:
        await interaction.response.edit_message(**editing(kept(locale)))
        return
    await interaction.response.defer()
    erased = await forget(interaction.client.desk, interaction.user.id)
    await interaction.edit_original_response(**editing(done(erased.jobs, erased.left, locale)))


async def forget(desk: Desk, person_id: int) -> Erased:
    """Stop what is on its way, wait until it has ended or for eight seconds, then delete."""
    await asyncio.to_thread(desk.cancel_all, person_id)
    for _ in range(round(PATIENCE_S / LOOK_EVERY_S)):
        if not await asyncio.to_thread(desk.ledger.open_jobs, person_id):
            break
        await asyncio.sleep(LOOK_EVERY_S)
    return await asyncio.to_thread(erase, desk.connection, desk.ledger, desk.pictures, person_id)
