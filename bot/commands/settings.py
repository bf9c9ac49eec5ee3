"""`/settings`: a private panel of defaults; its controls are `bot.presses.choice`."""

from __future__ import annotations

import asyncio

from discord import app_commands

from bot.client import Interaction
from bot.words import worded
from messages.discord_form import sending
from messages.panel import settings as panel


@app_commands.command(name=worded("settings.name"), description=worded("settings.description"))
async def settings(interaction: Interaction) -> None:
    """For the person alone."""
    desk = interaction.client.desk
    preferences = await asyncio.to_thread(desk.preferences.of, interaction.user.id)
    await interaction.response.send_message(**sending(panel(preferences, desk.catalog, interaction.locale.value)))
