"""`/prefer`: a person's shortcuts and suffix, and the switches of /settings as commands."""

from __future__ import annotations

import asyncio
from functools import partial

from discord import app_commands

from bot.answering import whisper
from bot.client import Interaction
from bot.words import worded
from jobs.preferences import OPTION_LIMIT, Preferences
from jobs.prompt.shortcuts import option_name
from messages import render
from messages.preferring import options_card, switched

prefer = app_commands.Group(name=worded("prefer.name"), description=worded("prefer.description"))
option = app_commands.Group(name=worded("option.name"), description=worded("option.description"), parent=prefer)
SUGGESTED = 25  #: Discord's most


@option.command(name=worded("option_set.name"), description=worded("option_set.description"))
@app_commands.rename(name=worded("option_set.option"), value=worded("option_set.value"))
@app_commands.describe(name=worded("option_set.option_description"), value=worded("option_set.value_description"))
async def option_set(interaction: Interaction, name: str, value: app_commands.Range[str, 0, OPTION_LIMIT] = "") -> None:
    """Make, replace or (without a value) remove a shortcut."""
    key = option_name(name)
    store, locale = interaction.client.desk.preferences, interaction.locale.value
    await asyncio.to_thread(store.alter, interaction.user.id, partial(Preferences.with_option, name=key, value=value))
    said = "prefer.option_set" if value.strip() else "prefer.option_removed"
    await whisper(interaction, render.plain(said, locale, name=key))


@option_set.autocomplete("name")
async def _options(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The shortcuts that there are."""
    found = await asyncio.to_thread(interaction.client.desk.preferences.of, interaction.user.id)
    names = [name for name in sorted(found.options) if typed.lstrip("-—").lower() in name]
    return [app_commands.Choice(name=name, value=name) for name in names[:SUGGESTED]]


@option.command(name=worded("option_list.name"), description=worded("option_list.description"))
async def option_list(interaction: Interaction) -> None:
    """For the person alone."""
    found = await asyncio.to_thread(interaction.client.desk.preferences.of, interaction.user.id)
    await whisper(interaction, options_card(found.options, interaction.locale.value))


@prefer.command(name=worded("suffix.name"), description=worded("suffix.description"))
@app_commands.rename(new_value=worded("suffix.new_value"))
@app_commands.describe(new_value=worded("suffix.new_value_description"))
async def suffix(interaction: Interaction, new_value: app_commands.Range[str, 0, OPTION_LIMIT] = "") -> None:
    """Parameters for every prompt; without a value there are none."""
    store, locale = interaction.client.desk.preferences, interaction.locale.value
    found = await asyncio.to_thread(
        store.alter, interaction.user.id, partial(Preferences.with_suffix, suffix=new_value)
    )
    said = "prefer.suffix_set" if found.suffix else "prefer.suffix_removed"
    await whisper(interaction, render.plain(said, locale, suffix=found.suffix))


@prefer.command(name=worded("remix.name"), description=worded("remix.description"))
async def remix(interaction: Interaction) -> None:
    """Turn remix mode on or off."""
    await _turn(interaction, "remix")


@prefer.command(name=worded("auto_dm.name"), description=worded("auto_dm.description"))
async def auto_dm(interaction: Interaction) -> None:
    """Turn copies by direct message on or off."""
    await _turn(interaction, "auto_dm")


@prefer.command(name=worded("variability.name"), description=worded("variability.description"))
async def variability(interaction: Interaction) -> None:
    """Turn from high to low variation, or back."""
    await _turn(interaction, "variability")


async def _turn(interaction: Interaction, name: str) -> None:
    store, locale = interaction.client.desk.preferences, interaction.locale.value
    turn = partial(Preferences.turned, name=name)
    found = await asyncio.to_thread(store.alter, interaction.user.id, turn, interaction.id)
    await whisper(interaction, switched(found, name, locale))
