"""The names that a posted picture carries: its file name and its text for people who cannot see it."""

from __future__ import annotations

import re
import uuid

from jobs.records import Record
from jobs.requests import Verb

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
ALT_LIMIT = 1_024  #: characters of an attachment's description


def slug(text: str, limit: int = 60) -> str:
    """ASCII letters and digits of the words, joined by underscores; "picture" where none is left."""
    return _UNSAFE.sub("_", text).strip("_")[:limit].rstrip("_") or "picture"


def file_name(record: Record, suffix: str = "png") -> str:
    """`<user>_<slug of the prompt>_<job uuid>.png`, as people of Midjourney know it."""
    return f"{slug(record.person.name, 32)}_{slug(record.request.text)}_{uuid.UUID(record.id)}.{suffix}"


def alt_text(record: Record) -> str:
    """The prompt, cut to Discord's limit; a picked tile says which one it is."""
    tile = f" (#{record.request.tile})" if record.request.verb is Verb.PICK else ""
    text = record.request.prompt
    room = ALT_LIMIT - len(tile)
    return (text if len(text) <= room else text[: room - 1] + "…") + tile
