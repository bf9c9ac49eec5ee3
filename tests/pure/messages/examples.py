"""Records to render, in every kind that people meet."""

from __future__ import annotations

from typing import Any

from jobs.records import Person, Pictures, Record, ReplyTo, job_id
from jobs.requests import SINGLE, PaintRequest

ANN = Person(id=42, name="ann.lee", locale="en-US")
JOB = job_id(7)
REPLY_TO = ReplyTo(interaction_id=7, application_id=1, token="token", token_expires_at=900.0, channel_id=5, guild_id=9)


def request(**changes: Any) -> PaintRequest:
    known: dict[str, Any] = {
        "prompt": "a fox in the snow --ar 3:2",
        "text": "a fox in the snow",
        "model": "storybook",
        "seed": 7,
        "width": 128,
        "height": 128,
        "steps": 8,
        "guidance_scale": 5.0,
    }
    return PaintRequest(**(known | changes))


def record(person: Person = ANN, used: tuple[str, ...] = (), **changes: Any) -> Record:
    """A record as it is after its job was painted."""
    paint = request(**changes)
    grid = paint.verb not in SINGLE
    tiles = tuple(f"{JOB}/tile-{n}.png" for n in range(1, 5 if grid else 2))
    pictures = Pictures(grid=f"{JOB}/grid.png" if grid else None, tiles=tiles)
    return Record(id=JOB, request=paint, person=person, reply_to=REPLY_TO, created_at=0.0, pictures=pictures, used=used)
