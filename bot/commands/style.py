"""`/style`: manners made from pictures, by name; `--sref NAME` takes them."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

import discord
from discord import app_commands

from bot.access import visitor_of
from bot.answering import whisper
from bot.client import Interaction
from bot.words import worded
from jobs.styles import place_of, style_name
from messages import render
from messages.styles import styles_card

File: TypeAlias = discord.Attachment
SUGGESTED = 25  #: Discord's most
style = app_commands.Group(name=worded("style.name"), description=worded("style.description"))


def _place(interaction: Interaction) -> str:
    return place_of(interaction.guild_id, interaction.user.id)


@style.command(name=worded("style_create.name"), description=worded("style_create.description"))
@app_commands.rename(
    name=worded("style.style"), image1=worded("blend.image1"), image2=worded("blend.image2"),
    image3=worded("blend.image3"), image4=worded("blend.image4"), image5=worded("blend.image5"),
)  # fmt: skip
@app_commands.describe(
    name=worded("style_create.style_description"), image1=worded("style_create.image_description"),
    image2=worded("style_create.more_description"), image3=worded("style_create.more_description"),
    image4=worded("style_create.more_description"), image5=worded("style_create.more_description"),
)  # fmt: skip
async def style_create(
    interaction: Interaction, name: app_commands.Range[str, 1, 32], image1: File, image2: File | None = None,
    image3: File | None = None, image4: File | None = None, image5: File | None = None,
) -> None:  # fmt: skip
    """Make a style, or replace one's own."""
    key, desk = style_name(name), interaction.client.desk
    desk.forbidden.check(key.replace("-", " "), interaction.guild_id)
    await interaction.response.defer(ephemeral=True, thinking=True)
    images = [each for each in (image1, image2, image3, image4, image5) if each]
    kept = await interaction.client.keeper.keep_all(interaction.user.id, [each.url for each in images])
    pictures = tuple(dict.fromkeys(kept.values()))
    await asyncio.to_thread(desk.styles.make, _place(interaction), key, interaction.user.id, pictures)
    said = render.plain("style.made", interaction.locale.value, name=key, count=len(pictures))
    await whisper(interaction, said)


@style.command(name=worded("style_list.name"), description=worded("style_list.description"))
async def style_list(interaction: Interaction) -> None:
    """For the person alone."""
    found = await asyncio.to_thread(interaction.client.desk.styles.of, _place(interaction))
    await whisper(interaction, styles_card(found, interaction.locale.value))


@style.command(name=worded("style_delete.name"), description=worded("style_delete.description"))
@app_commands.rename(name=worded("style.style"))
@app_commands.describe(name=worded("style_delete.style_description"))
async def style_delete(interaction: Interaction, name: app_commands.Range[str, 1, 32]) -> None:
    """By its maker, or an administrator."""
    visitor, desk = visitor_of(interaction), interaction.client.desk
    may_all = visitor.administrator and visitor.person in interaction.client.settings.admins
    key = name.strip().lower()
    await asyncio.to_thread(desk.styles.delete, _place(interaction), key, visitor.person, may_all=may_all)
    await whisper(interaction, render.plain("style.deleted", interaction.locale.value, name=key))


@style_delete.autocomplete("name")
async def _names(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The styles that there are."""
    found = await asyncio.to_thread(interaction.client.desk.styles.of, _place(interaction))
    names = [name for name in found if typed.strip().lower() in name]
    return [app_commands.Choice(name=name, value=name) for name in names[:SUGGESTED]]
