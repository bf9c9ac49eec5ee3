"""The rows of buttons under a job's messages; only what our models can do is offered."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from jobs.records import Record
from jobs.requests import JobId, Tile, Verb
from messages.custom_id import Door, Press, pack
from messages.message import Button, Row, Style
from messages.say import say

TILES = cast(tuple[Tile, ...], (1, 2, 3, 4))


def used_mark(press: Press) -> str:
    """How a press is remembered in `Record.used`: "u:2", "again:"."""
    return f"{press.verb}:{press.tile or ''}"


def _button(press: Press, label: str | None, used: Collection[str], emoji: str | None = None) -> Button:
    style = Style.BLUE if used_mark(press) in used else Style.GREY
    return Button(custom_id=pack(press), label=label, emoji=emoji, style=style)


def under_grid(job: JobId, used: Collection[str] = ()) -> tuple[Row, ...]:
    """U1-U4 and 🔄, then V1-V4; buttons that were pressed are blue."""
    picks = tuple(_button(Press(Door.PICK, job, tile), f"U{tile}", used) for tile in TILES)
    again = _button(Press(Door.REROLL, job), None, used, "🔄")
    return (*picks, again), tuple(_button(Press(Door.VARY, job, tile), f"V{tile}", used) for tile in TILES)


def under_single(record: Record, locale: str, used: Collection[str] = ()) -> tuple[Row, ...]:
    """What can be done with one picture: upscale it, unless that has been done, and vary it."""
    upscale = () if record.request.verb is Verb.UPSCALE else (Door.UPSCALE,)
    offered = (*upscale, Door.SUBTLE, Door.STRONG)
    return (tuple(_button(Press(verb, record.id, 1), say(f"buttons.{verb}", locale), used) for verb in offered),)


def under_final(record: Record, locale: str) -> tuple[Row, ...]:
    """The rows of a finished job of any kind."""
    if record.request.verb in (Verb.IMAGINE, Verb.VARY):
        return under_grid(record.id, record.used)
    return under_single(record, locale, record.used)


def while_running(job: JobId, locale: str) -> tuple[Row, ...]:
    """The one button of a job on its way."""
    return ((Button(custom_id=pack(Press(Door.CANCEL, job)), label=say("buttons.stop", locale), style=Style.RED),),)
