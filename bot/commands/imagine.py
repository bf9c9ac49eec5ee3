"""`/imagine prompt:` four pictures from words, and from pictures that are uploaded or linked."""

from __future__ import annotations

from typing import TypeAlias

import discord
from discord import app_commands

from bot.accept import wish_of
from bot.client import Interaction
from bot.completing import completed
from bot.given.door import take_given
from bot.orders.imagine import imagine as order
from bot.orders.pictures import Uploads
from bot.words import worded

File: TypeAlias = discord.Attachment


@app_commands.command(name=worded("imagine.name"), description=worded("imagine.description"))
@app_commands.rename(
    prompt=worded("imagine.prompt"), image=worded("imagine.image"), image2=worded("imagine.image2"),
    image3=worded("imagine.image3"), image4=worded("imagine.image4"), style=worded("imagine.style"),
    character=worded("imagine.character"),
)  # fmt: skip
@app_commands.describe(
    prompt=worded("imagine.prompt_description"), image=worded("imagine.image_description"),
    image2=worded("imagine.more_description"), image3=worded("imagine.more_description"),
    image4=worded("imagine.more_description"), style=worded("imagine.style_description"),
    character=worded("imagine.character_description"),
)  # fmt: skip
async def imagine(
    interaction: Interaction, prompt: str, image: File | None = None, image2: File | None = None,
    image3: File | None = None, image4: File | None = None, style: File | None = None, character: File | None = None,
) -> None:  # fmt: skip
    """Parse, plan and record, then acknowledge, then put in line; pictures are fetched in between."""
    wish = wish_of(interaction)
    images = tuple(each.url for each in (image, image2, image3, image4) if each)
    uploads = Uploads(images, style.url if style else None, character.url if character else None)
    await take_given(interaction, lambda desk, kept: order(desk, wish, prompt, uploads, kept))


imagine.autocomplete("prompt")(completed)
