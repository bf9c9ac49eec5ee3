"""DM Results: a job's pictures one by one, with seed and id, as a direct message to their person."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import discord

from bot.client import AtelierClient
from bot.desk import Desk
from bot.showing import NothingToShow, TooLargeToShow
from jobs.errors import Mistake, NotYours, PicturesGone
from jobs.history import PAINTED
from jobs.records import Record
from messages.discord_form import sending
from messages.ladder_of_sizes import Fitted, fit
from messages.message import Message
from messages.results import results

DM_LIMIT = 10 * 1024 * 1024  #: bytes of a file in a direct message
REQUEST_LIMIT = 24 * 1024 * 1024  #: bytes of all files of one message; Discord takes 25 MiB
TAKES_NO_MESSAGES = 50007  #: Discord's code


class DirectMessagesClosed(Mistake):
    """Discord will not bring the person a direct message from us."""

    code = "dm_closed"
    english: ClassVar[str] = (
        "I cannot write to you directly; allow direct messages from this server in its privacy settings."
    )


async def hand_results(
    client: AtelierClient, person: discord.User | discord.Member, record: Record, locale: str
) -> None:
    """Only to the job's own person. Raises a `Mistake`."""
    if record.person.id != person.id:
        raise NotYours(owner=record.person.name)
    pictures = await asyncio.to_thread(fitted_tiles, client.desk, record)
    cannot = client.desk.catalog.cannot_of(record.request.model)
    await write_to(person, results(record, pictures, locale, cannot))


def fitted_tiles(desk: Desk, record: Record) -> list[Fitted]:
    """Each tile as it fits into a direct message with the others. Raises a `Mistake`."""
    if record.state not in PAINTED or not record.pictures.tiles:
        raise NothingToShow(state=record.state.value)
    limit = min(DM_LIMIT, REQUEST_LIMIT // len(record.pictures.tiles))
    try:
        found = [fit(desk.pictures.get(key), limit) for key in record.pictures.tiles]
    except FileNotFoundError as error:
        raise PicturesGone from error
    fitting = [each for each in found if each is not None]
    if len(fitting) < len(found):
        raise TooLargeToShow
    return fitting


async def write_to(person: discord.abc.Messageable, message: Message) -> None:
    """A direct message. Raises `DirectMessagesClosed`, `discord.HTTPException`."""
    form: dict[str, Any] = {name: value for name, value in sending(message).items() if name != "ephemeral"}
    try:
        await person.send(**form)
    except discord.Forbidden as error:
        if error.code != TAKES_NO_MESSAGES:
            raise
        raise DirectMessagesClosed from error
