"""`/help`: how to ask, topic by topic, and what the models can paint."""

from __future__ import annotations

from discord import app_commands

from bot.client import Interaction
from bot.words import worded
from messages.discord_form import editing, sending
from messages.help import TOPICS, help_card

CHOICES = [app_commands.Choice(name=worded(f"help.topic_{topic}"), value=topic) for topic in TOPICS]


@app_commands.command(name=worded("help.name"), description=worded("help.description"))
@app_commands.rename(topic=worded("help.topic"))
@app_commands.describe(topic=worded("help.topic_description"))
@app_commands.choices(topic=CHOICES)
async def help_(interaction: Interaction, topic: str = "") -> None:
    """For the person alone."""
    card = help_card(topic, interaction.client.desk.catalog, interaction.locale.value)
    await interaction.response.send_message(**sending(card))


async def turn_to(interaction: Interaction, values: tuple[str, ...]) -> None:
    """Another topic was chosen in the card."""
    card = help_card(values[-1] if values else "", interaction.client.desk.catalog, interaction.locale.value)
    await interaction.response.edit_message(**editing(card))
