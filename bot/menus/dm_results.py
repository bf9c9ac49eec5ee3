"""Apps > DM Results: seed, job id and the pictures one by one, directly."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.answering import whisper
from bot.client import Interaction
from bot.handing import hand_results
from bot.menus.target import target
from bot.words import worded
from messages import render


@app_commands.context_menu(name=worded("menu_results.name"))
async def dm_results(interaction: Interaction, message: discord.Message) -> None:
    """For the job's own person."""
    record, locale = await target(interaction, message), interaction.locale.value
    await interaction.response.defer(ephemeral=True, thinking=True)
    await hand_results(interaction.client, interaction.user, record, locale)
    await whisper(interaction, render.plain("menu.sent", locale))
