"""`/help`: how to ask, and what the models can paint."""

from __future__ import annotations

from discord import app_commands

from bot.client import Interaction
from bot.words import worded
from messages.cards import help_card
from messages.discord_form import sending


@app_commands.command(name=worded("help.name"), description=worded("help.description"))
async def help_(interaction: Interaction) -> None:
    """For the person alone."""
    await interaction.response.send_message(
        **sending(help_card(interaction.client.desk.catalog, interaction.locale.value))
    )
