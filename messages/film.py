"""--video: the film of the grid forming, as a second file of the final message."""

from __future__ import annotations

from dataclasses import replace

from jobs.pictures import PictureStore
from jobs.records import Record
from messages.message import Message, Picture
from messages.naming import alt_text, file_name
from messages.say import say


def film_of(pictures: PictureStore, record: Record, limit: int) -> bytes | None:
    """The job's film, if it has one of at most `limit` bytes that is still in the store."""
    if record.pictures.film is None:
        return None
    try:
        film = pictures.get(record.pictures.film)
    except FileNotFoundError:
        return None
    return film if len(film) <= limit else None


def with_film(message: Message, record: Record, film: bytes) -> Message:
    """The final message with the film, an animated WebP, behind its picture."""
    alt = say("job.film_alt", record.person.locale, prompt=alt_text(record))
    return replace(message, files=(*message.files, Picture(name=film_name(record), alt=alt, data=film)))


def film_name(record: Record) -> str:
    """`<user>_<slug>_<job uuid>_film.webp`."""
    return file_name(record).removesuffix(".png") + "_film.webp"
