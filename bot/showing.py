"""A finished job shown again where its person is now, with its buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from typing import ClassVar

from bot.client import Interaction
from bot.desk import Desk
from jobs.errors import Mistake, PicturesGone
from jobs.history import PAINTED
from jobs.records import Record, State
from messages import render
from messages.discord_form import sending
from messages.film import film_of, with_film
from messages.ladder_of_sizes import fit
from messages.message import Message, Picture
from messages.naming import file_name


class NothingToShow(Mistake):
    """The job ended without pictures, or is not finished."""

    code = "nothing_to_show"
    english: ClassVar[str] = "This job has no pictures to show: it is {state}."


class TooLargeToShow(Mistake):
    """Not even the smallest copy fits."""

    code = "too_large_to_show"
    english: ClassVar[str] = "Not even a small copy of this picture fits into a message here."


async def show_again(interaction: Interaction, record: Record) -> None:
    """Answer with the picture: for everybody here, or for the person alone where the job, the person or an answer
    that was deferred already is hidden.

    Raises a `Mistake` before anything was answered."""
    desk, deferred = interaction.client.desk, interaction.response.is_done()
    hidden = deferred or record.stealth or (await asyncio.to_thread(desk.preferences.of, interaction.user.id)).stealth
    png = await asyncio.to_thread(picture_of, desk, record)
    film = await asyncio.to_thread(film_of, desk.pictures, record, interaction.filesize_limit)
    if not deferred:
        await interaction.response.defer(ephemeral=hidden, thinking=True)
    cannot = desk.catalog.cannot_of(record.request.model)
    message = await asyncio.to_thread(shown_again, record, png, interaction.filesize_limit, cannot)
    if film:
        message = with_film(message, record, film)
    sent = await interaction.followup.send(**sending(replace(message, ephemeral=hidden)), wait=True)
    if record.state is State.KEPT:
        await asyncio.to_thread(desk.handed_over, record, sent.id, sent.channel.id)


def picture_of(desk: Desk, record: Record) -> bytes:
    """The bytes of the picture that is posted. Raises `NothingToShow`, `PicturesGone`."""
    key = render.picture_key(record)
    if record.state not in PAINTED or key is None:
        raise NothingToShow(state=record.state.value)
    try:
        return desk.pictures.get(key)
    except FileNotFoundError as error:
        raise PicturesGone from error


def shown_again(record: Record, png: bytes, limit: int, cannot: Collection[str] = ()) -> Message:
    """The final message with its picture in at most `limit` bytes, pinging nobody. Raises `TooLargeToShow`."""
    fitted = fit(png, limit)
    if fitted is None:
        raise TooLargeToShow
    message = render.final(record, smaller=fitted.smaller, cannot=cannot)
    name = file_name(record, fitted.suffix.removeprefix("."))
    picture = Picture(name=name, alt=message.files[0].alt, data=fitted.data)
    return replace(message, files=(picture,), mentions=None)
