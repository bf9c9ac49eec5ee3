"""--video: the film of the grid forming, as a second file of the final message."""

from __future__ import annotations

from dataclasses import replace

from jobs.records import Record
from messages.message import Message, Picture
from messages.naming import alt_text, file_name
from messages.say import say


def with_film(message: Message, record: Record, film: bytes) -> Message:
    """The final message with the film, an animated WebP, behind its picture."""
    alt = say("job.film_alt", record.person.locale, prompt=alt_text(record))
    return replace(message, files=(*message.files, Picture(name=film_name(record), alt=alt, data=film)))


def film_name(record: Record) -> str:
    """`<user>_<slug>_<job uuid>_film.webp`."""
    return file_name(record).removesuffix(".png") + "_film.webp"
