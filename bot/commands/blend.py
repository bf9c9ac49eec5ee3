"""`/blend`: two to five pictures become one, without words."""

from __future__ import annotations

from typing import TypeAlias

import discord
from discord import app_commands

from bot.accept import wish_of
from bot.client import Interaction
from bot.given.door import take_given
from bot.orders.blend import blend as order
from bot.words import worded
from jobs.plan import DIMENSIONS

File: TypeAlias = discord.Attachment
CHOICES = [app_commands.Choice(name=worded(f"blend.{name}"), value=name) for name in DIMENSIONS]


@app_commands.command(name=worded("blend.name"), description=worded("blend.description"))
@app_commands.rename(
    image1=worded("blend.image1"), image2=worded("blend.image2"), image3=worded("blend.image3"),
    image4=worded("blend.image4"), image5=worded("blend.image5"), dimensions=worded("blend.dimensions"),
)  # fmt: skip
@app_commands.describe(
    image1=worded("blend.first_description"), image2=worded("blend.second_description"),
    image3=worded("blend.more_description"), image4=worded("blend.more_description"),
    image5=worded("blend.more_description"), dimensions=worded("blend.dimensions_description"),
)  # fmt: skip
@app_commands.choices(dimensions=CHOICES)
async def blend(
    interaction: Interaction, image1: File, image2: File, image3: File | None = None, image4: File | None = None,
    image5: File | None = None, dimensions: str | None = None,
) -> None:  # fmt: skip
    """As /imagine with pictures alone; the dimensions beat the suffix."""
    wish = wish_of(interaction)
    links = [each.url for each in (image1, image2, image3, image4, image5) if each]
    await take_given(interaction, lambda desk, kept: order(desk, wish, links, dimensions, kept))
