"""`/fast`, `/relax`, `/turbo`, `/stealth` and `/public`: the mode and the audience of a person's next pictures."""

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

    return app_commands.Command(name=worded(f"{mode}.name"), description=worded(f"{mode}.description"), callback=switch)


MODES = tuple(switch_to(mode) for mode in Mode)


def show_to(name: str, *, stealth: bool) -> app_commands.Command[Any, ..., None]:
    """The command of one audience."""

    async def switch(interaction: Interaction) -> None:
        await asyncio.to_thread(interaction.client.desk.preferences.change, interaction.user.id, stealth=stealth)
        await whisper(interaction, render.plain(f"settings.{name}_now", interaction.locale.value))

    return app_commands.Command(name=worded(f"{name}.name"), description=worded(f"{name}.description"), callback=switch)


AUDIENCES = (show_to("stealth", stealth=True), show_to("public", stealth=False))
