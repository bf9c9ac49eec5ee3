"""What DM Results and ✉️ bring: the seed, the job's id, and each picture as a file of its own."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from jobs.records import Record
from messages.buttons import under_final
from messages.escape import shown
from messages.ladder_of_sizes import Fitted
from messages.message import Message, Picture
from messages.naming import alt_text, file_name
from messages.say import say


def results(record: Record, pictures: Sequence[Fitted], locale: str, cannot: Collection[str] = ()) -> Message:
    """`pictures` are the tiles in their order, as they fit."""
    text = say("results.text", locale, seed=record.request.seed, job=str(uuid.UUID(record.id)))
    if any(picture.smaller for picture in pictures):
        text += f"\n-# {say('job.smaller', locale)}"
    files = tuple(
        Picture(name=file_name(record, f"{number}{picture.suffix}"), alt=alt_text(record), data=picture.data)
        for number, picture in enumerate(pictures, start=1)
    )
    content = f"**{shown(record.request.prompt)}**\n{text}"
    return Message(content=content, rows=under_final(record, cannot), files=files)
