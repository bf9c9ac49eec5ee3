"""`/history words: favourites:` your own jobs, newest first, or what you keep with ❤️, a page at a time; to be shown
again, or taken home as a ZIP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import discord
from discord import app_commands

from bot.accept import wish_of
from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk
from bot.exporting import export
from bot.orders.press import seen_from
from bot.showing import show_again
from bot.words import worded
from jobs.records import Record
from jobs.requests import JobId, Verb
from messages import render
from messages.discord_form import sending, turning
from messages.gallery import ALL, FAVOURITES, LONGEST_WORDS, SHOWN, Page, gallery, unpacked_words
from messages.message import Message
from messages.thumbnails import thumbnail

PAINTINGS = frozenset(Verb) - {Verb.PICK, Verb.DESCRIBE, Verb.SHORTEN}  #: what is new; a pick shows what is there
MOST_EXPORTED = 100  #: jobs


@app_commands.command(name=worded("history.name"), description=worded("history.description"))
@app_commands.rename(words=worded("history.words"), favourites=worded("history.favourites"))
@app_commands.describe(words=worded("history.words_description"), favourites=worded("history.favourites_description"))
async def history(
    interaction: Interaction, words: app_commands.Range[str, 0, LONGEST_WORDS] = "", favourites: bool = False
) -> None:
    """For the person alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    desk, locale = interaction.client.desk, interaction.locale.value
    message = await asyncio.to_thread(page_of, desk, interaction.user.id, Wanted(words, favourites), 0, locale)
    await interaction.followup.send(**sending(message))


class Wanted(NamedTuple):
    """What is looked for."""

    words: str = ""
    favourites: bool = False

    @classmethod
    def of(cls, values: tuple[str, ...]) -> Wanted:
        """From the values of a step behind its page. Raises `ValueError` for what was not packed by us."""
        return cls(unpacked_words(values[0]), FAVOURITES in values[1:])


def found_of(desk: Desk, person_id: int, wanted: Wanted) -> Iterator[Record]:
    """The jobs whose prompts hold all the words; what other people keep to themselves is nobody's favourite."""
    if not wanted.favourites:
        return desk.history.painted(person_id, wanted.words, PAINTINGS)
    kept = desk.history.among(desk.favourites.of(person_id), wanted.words)
    return (record for record in kept if record.person.id == person_id or not record.stealth)


def page_of(desk: Desk, person_id: int, wanted: Wanted, number: int, locale: str) -> Message:
    """Page `number`, counted from 0."""
    start = number * SHOWN
    found = list(islice(found_of(desk, person_id, wanted), start, start + SHOWN + 1))
    page = Page(
        records=found[:SHOWN], number=number, more=len(found) > SHOWN, words=wanted.words, favourites=wanted.favourites
    )
    return gallery(page, [thumbnail(desk.pictures, record) for record in page.records], locale)


async def turn(interaction: Interaction, values: tuple[str, ...]) -> None:
    """◀, ▶ and ❤️."""
    number, *rest = values
    wanted = Wanted.of(tuple(rest))
    await interaction.response.defer()
    desk, locale = interaction.client.desk, interaction.locale.value
    message = await asyncio.to_thread(page_of, desk, interaction.user.id, wanted, int(number), locale)
    await interaction.edit_original_response(**turning(message))


async def again(interaction: Interaction, values: tuple[str, ...]) -> None:
    """A job of the page was chosen."""
    desk, wish = interaction.client.desk, wish_of(interaction)
    record = await asyncio.to_thread(seen_from, desk, wish, JobId(values[-1]))
    await show_again(interaction, record)


async def take_home(interaction: Interaction, values: tuple[str, ...]) -> None:
    """The originals of a page, or of the latest that fit, as a ZIP."""
    number, *rest = values
    wanted = Wanted.of(tuple(rest))
    await interaction.response.defer(ephemeral=True, thinking=True)
    desk, locale, person = interaction.client.desk, interaction.locale.value, interaction.user.id
    start, count = (0, MOST_EXPORTED) if number == ALL else (int(number) * SHOWN, SHOWN)
    records = await asyncio.to_thread(lambda: list(islice(found_of(desk, person, wanted), start, start + count)))
    packed = await asyncio.to_thread(export, desk.pictures, records, interaction.filesize_limit)
    if not packed.jobs:
        await whisper(interaction, render.plain("history.too_large", locale))
        return
    said = render.plain("history.exported", locale, count=packed.jobs, found=len(records))
    file = discord.File(packed.stream(), filename="atelier.zip")
    await interaction.followup.send(**sending(said), file=file)
