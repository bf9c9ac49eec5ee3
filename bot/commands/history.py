"""`/history words:` your own jobs, newest first, a page at a time; to be shown again, or taken home as a ZIP."""

from __future__ import annotations

import asyncio
from itertools import islice

import discord
from discord import app_commands

from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk
from bot.exporting import export
from bot.showing import show_again
from bot.words import worded
from jobs.requests import Verb
from messages import render
from messages.discord_form import sending, turning
from messages.gallery import ALL, LONGEST_WORDS, SHOWN, Page, gallery, unpacked_words
from messages.message import Message
from messages.thumbnails import thumbnail

PAINTINGS = frozenset(Verb) - {Verb.PICK, Verb.DESCRIBE, Verb.SHORTEN}  #: what is new; a pick shows what is there
MOST_EXPORTED = 100  #: jobs


@app_commands.command(name=worded("history.name"), description=worded("history.description"))
@app_commands.rename(words=worded("history.words"))
@app_commands.describe(words=worded("history.words_description"))
async def history(interaction: Interaction, words: app_commands.Range[str, 0, LONGEST_WORDS] = "") -> None:
    """For the person alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    desk, locale = interaction.client.desk, interaction.locale.value
    message = await asyncio.to_thread(page_of, desk, interaction.user.id, words, 0, locale)
    await interaction.followup.send(**sending(message))


def page_of(desk: Desk, person_id: int, words: str, number: int, locale: str) -> Message:
    """Page `number`, counted from 0, of the jobs whose prompts hold all the words."""
    start = number * SHOWN
    found = list(islice(desk.history.painted(person_id, words, PAINTINGS), start, start + SHOWN + 1))
    page = Page(records=found[:SHOWN], number=number, more=len(found) > SHOWN, words=words)
    return gallery(page, [thumbnail(desk.pictures, record) for record in page.records], locale)


async def turn(interaction: Interaction, values: tuple[str, ...]) -> None:
    """◀ and ▶."""
    number, words = values
    await interaction.response.defer()
    desk, locale = interaction.client.desk, interaction.locale.value
    message = await asyncio.to_thread(page_of, desk, interaction.user.id, unpacked_words(words), int(number), locale)
    await interaction.edit_original_response(**turning(message))


async def again(interaction: Interaction, values: tuple[str, ...]) -> None:
    """A job of the page was chosen."""
    record = await asyncio.to_thread(interaction.client.desk.history.find, interaction.user.id, values[-1])
    await show_again(interaction, record)


async def take_home(interaction: Interaction, values: tuple[str, ...]) -> None:
    """The originals of a page, or of the latest that fit, as a ZIP."""
    number, words = values
    await interaction.response.defer(ephemeral=True, thinking=True)
    desk, locale, person = interaction.client.desk, interaction.locale.value, interaction.user.id
    start, count = (0, MOST_EXPORTED) if number == ALL else (int(number) * SHOWN, SHOWN)
    found = desk.history.painted(person, unpacked_words(words), PAINTINGS)
    records = await asyncio.to_thread(lambda: list(islice(found, start, start + count)))
    packed = await asyncio.to_thread(export, desk.pictures, records, interaction.filesize_limit)
    if not packed.jobs:
        await whisper(interaction, render.plain("history.too_large", locale))
        return
    said = render.plain("history.exported", locale, count=packed.jobs, found=len(records))
    file = discord.File(packed.stream(), filename="atelier.zip")
    await interaction.followup.send(**sending(said), file=file)
