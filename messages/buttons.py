"""The rows of buttons under a job's messages."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from jobs.records import Record
from jobs.requests import SINGLE, WORDS, JobId, Tile
from messages.custom_id import Door, Press, pack
from messages.message import Button, Row, Style
from messages.pressed import button
from messages.say import say
from messages.single import NEEDS, under_single

TILES = cast(tuple[Tile, ...], (1, 2, 3, 4))


def under_grid(job: JobId, used: Collection[str] = (), cannot: Collection[str] = ()) -> tuple[Row, ...]:
    """U1-U4 and 🔄, then V1-V4 where the model can vary."""
    picks = tuple(button(Press(Door.PICK, job, tile), used, f"U{tile}") for tile in TILES)
    again = button(Press(Door.REROLL, job), used)
    varies = tuple(button(Press(Door.VARY, job, tile), used, f"V{tile}") for tile in TILES)
    return ((*picks, again),) if NEEDS[Door.VARY] in cannot else ((*picks, again), varies)


def under_final(record: Record, cannot: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows of a finished job of any kind that ends in pictures; `cannot` is its model's."""
    verb = record.request.verb
    if verb in WORDS:
        return ()
    if verb in SINGLE:
        return under_single(record, cannot)
    rows = under_grid(record.id, record.used, cannot)
    return (*rows, (_original(record),)) if record.untranslated else rows


def while_running(record: Record) -> tuple[Row, ...]:
    """Cancel; where the job has sisters, Cancel all; where its words were translated, the way back."""
    doors = (Door.CANCEL, Door.CANCEL_ALL) if record.batch > 1 else (Door.CANCEL,)
    locale = record.person.locale
    ends = tuple(
        Button(custom_id=pack(Press(door, record.id)), label=say(f"buttons.{door}", locale), style=Style.RED)
        for door in doors
    )
    return ((*ends, _original(record)),) if record.untranslated else (ends,)


def _original(record: Record) -> Button:
    return button(Press(Door.ORIGINAL, record.id), record.used, say("buttons.original", record.person.locale))
