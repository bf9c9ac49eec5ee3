"""Apps > Cancel Job: stops a job of yours, or takes its finished message away."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.answering import whisper
from bot.client import Interaction
from bot.ending import end
from bot.menus.target import target
from bot.words import worded
from messages import render


@app_commands.context_menu(name=worded("menu_cancel.name"))
async def cancel_job(interaction: Interaction, message: discord.Message) -> None:
    """For the job's own person."""
    record = await target(interaction, message)
    said = await end(interaction.client, interaction.user.id, record, message)
    await whisper(interaction, render.plain(said, interaction.locale.value))
