"""Where commands come for pictures: one picture of an interaction, or a prompt with the pictures that it names.

A prompt with links cannot be recorded before they are fetched, and fetching may take longer than Discord's 3 s. So the
road of rule 1 has one more step in front: the prompt is planned with stand-ins, which finds every mistake in it at
once; a message says that the pictures are being fetched; then it is recorded, the message becomes its echo, and the
job is put in line. What goes wrong on the way takes the message back and is said to the person alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import aiohttp
import discord

from bot.accept import acknowledge, ask_back, notes_of, submit_all, take
from bot.client import AtelierClient, Interaction
from bot.desk import Desk, Order, Taken
from bot.orders.pictures import PicturesFirst
from jobs.given import OURS, Sources
from jobs.prompt.translation import WORDS
from messages import render
from messages.discord_form import editing

Decide = Callable[[Desk, Sources], Taken]
_log = logging.getLogger(__name__)


async def picture_given(interaction: Interaction, given: discord.Attachment | str) -> str:
    """The key, in the picture store, of a clean RGB PNG of at most 1,536 pixels a side, kept for the person.

    `given` is an upload, an http(s) link or `picture:HEX`. The interaction must have been answered or deferred, for it
    takes up to half a minute. Raises `bot.given.mistakes.NotGiven`, `PictureMissing` and `DecoderDown`, to be passed on
    to the person."""
    source, person = given if isinstance(given, str) else given.url, interaction.user.id
    if source.startswith(OURS):
        return (await asyncio.to_thread(interaction.client.desk.given.known, person, [source]))[source]
    return await interaction.client.keeper.keep(person, source.strip().removeprefix("<").removesuffix(">"))


async def take_given(interaction: Interaction, decide: Decide) -> bool:
    """`bot.accept.take` for an order that may name pictures: `decide` raises `PicturesFirst` where some are not kept
    yet, and is asked again with their keys. Raises a `Mistake`."""
    try:
        return await take(interaction, Order(lambda desk: decide(desk, {})))
    except PicturesFirst as first:
        return await _take_after(interaction, decide, first)


async def _take_after(interaction: Interaction, decide: Decide, first: PicturesFirst) -> bool:
    client, person = interaction.client, interaction.user
    pictures = sum(not source.startswith(WORDS) for source in first.sources)
    said = render.fetching(person.id, pictures, interaction.locale.value, hidden=first.hidden)
    message_id = await acknowledge(interaction, said)
    try:
        kept = await _fetched(client, person.id, first.sources)
        taken = await client.crowd.ask(Order(lambda desk: decide(desk, kept)))
    except Exception:
        await _take_back(interaction)
        raise
    if taken.to_confirm:
        await _take_back(interaction)
        await ask_back(interaction, taken)
        return False
    if not taken.records:
        _log.info("interaction %s was taken before, by another bot of this token", interaction.id)
        return False
    await _echo(interaction, taken)
    await submit_all(interaction, taken, message_id)
    return True


async def _fetched(client: AtelierClient, person_id: int, sources: Sequence[str]) -> Sources:
    """The keys of the pictures, and the translations of the words, that the sources name."""
    words = [source for source in sources if source.startswith(WORDS)]
    told = await client.words.translate(words) if client.words and words else {}
    return {**await client.keeper.keep_all(person_id, [one for one in sources if one not in words]), **told}


async def _echo(interaction: Interaction, taken: Taken) -> None:
    """The message becomes that of the first job; the job goes on where it cannot be written."""
    said = render.waiting(taken.records[0], notes=notes_of(interaction, taken))
    try:
        await interaction.edit_original_response(**editing(said))
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.warning("job %s has no echo: %s", taken.records[0].id, error)


async def _take_back(interaction: Interaction) -> None:
    try:
        await interaction.delete_original_response()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.warning("interaction %s: its message stays: %s", interaction.id, error)
