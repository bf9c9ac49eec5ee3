"""`/describe image: | link:` four prompts for a picture."""

from __future__ import annotations

from typing import ClassVar

import discord
from discord import app_commands

from bot.accept import wish_of
from bot.client import Interaction
from bot.given.door import take_given
from bot.orders.in_words import describe as order
from bot.words import worded
from jobs.errors import Mistake


class OnePictureWanted(Mistake):
    """None was given, or two."""

    code = "one_picture_wanted"
    english: ClassVar[str] = "Give me one picture: either upload it as `image`, or name its address as `link`."


@app_commands.command(name=worded("describe.name"), description=worded("describe.description"))
@app_commands.rename(image=worded("describe.image"), link=worded("describe.link"))
@app_commands.describe(image=worded("describe.image_description"), link=worded("describe.link_description"))
async def describe(interaction: Interaction, image: discord.Attachment | None = None, link: str | None = None) -> None:
    """The picture is fetched first, then the job is recorded."""
    if (image is None) == (link is None):
        raise OnePictureWanted
    source = image.url if image else (link or "").strip().removeprefix("<").removesuffix(">")
    wish = wish_of(interaction)
    await take_given(interaction, lambda desk, kept: order(desk, wish, source, kept))
