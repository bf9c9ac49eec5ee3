"""`/fast`, `/relax` and `/turbo`: the mode of a person's next pictures."""

from __future__ import annotations

import asyncio
from typing import Any

from discord import app_commands

from bot.answering import whisper
from bot.client import Interaction
from bot.words import worded
from jobs.requests import Mode
from messages import render
from messages.say import say


def switch_to(mode: Mode) -> app_commands.Command[Any, ..., None]:
    """The command of one mode."""

    async def switch(interaction: Interaction) -> None:
        await asyncio.to_thread(interaction.client.desk.preferences.change, interaction.user.id, mode=mode)
        locale = interaction.locale.value
        await whisper(interaction, render.plain("settings.mode_now", locale, mode=say(f"mode.{mode}", locale)))

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=worded(f"{mode}.name"), description=worded(f"{mode}.description"), callback=switch
    )
    return app_commands.guild_install()(app_commands.guild_only()(command))


MODES = tuple(switch_to(mode) for mode in Mode)
