"""Which job a message of ours is about: by its buttons, else by the names of its files; nothing is remembered."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from jobs.history import jobs_named
from jobs.requests import JobId
from messages.custom_id import unpack


def job_of(message: discord.Message) -> JobId | None:
    """None for a message that shows no job."""
    presses = (unpack(custom_id) for custom_id in custom_ids(message))
    named = (job for file in message.attachments for job in jobs_named(file.filename))
    return next((press.job for press in presses if press), None) or next(named, None)


def custom_ids(message: discord.Message) -> Iterator[str]:
    """Of everything that can be pressed under a message."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            yield str(getattr(item, "custom_id", None) or "")
