"""The memory of a button: verb, job and tile packed into its `custom_id`, so that no process has to remember it.

    press  := "atelier:" VERB ":" JOB [ ":" TILE ]        a button under a job's message
    choice := "atelier:set:" NAME [ ":" VALUE ]           a control of the settings panel

Both are far below Discord's 100 characters (https://discord.com/developers/docs/components/reference#custom-id).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple, cast

from jobs.requests import JobId, Tile

MAX_LENGTH = 100


class Door(StrEnum):
    """What a button under a job's message asks for."""

    PICK = "u"  #: U1-U4
    VARY = "v"  #: V1-V4, with the person's own strength
    REROLL = "again"
    CANCEL = "stop"
    SUBTLE = "subtle"
    STRONG = "strong"
    UPSCALE = "upscale"


WITH_TILE = frozenset({Door.PICK, Door.VARY, Door.SUBTLE, Door.STRONG, Door.UPSCALE})

PRESS_TEMPLATE = r"atelier:(?P<verb>u|v|again|stop|subtle|strong|upscale):(?P<job>[0-9a-f]{32})(?::(?P<tile>[1-4]))?"
CHOICE_TEMPLATE = r"atelier:set:(?P<name>[a-z_]{1,24})(?::(?P<value>[A-Za-z0-9_.-]{1,48}))?"
_PRESS = re.compile(PRESS_TEMPLATE)
_CHOICE = re.compile(CHOICE_TEMPLATE)


class Press(NamedTuple):
    """One button under one job's message; `tile` is None where the whole job is meant (🔄, cancel)."""

    verb: Door
    job: JobId
    tile: Tile | None = None


class Choice(NamedTuple):
    """One control of the settings panel; `value` is None where Discord sends the value (a select)."""

    name: str
    value: str | None = None


def pack(press: Press) -> str:
    """The `custom_id` of a press, at most 100 characters."""
    tail = f":{press.tile}" if press.tile is not None else ""
    return f"atelier:{press.verb}:{press.job}{tail}"


def unpack(custom_id: str) -> Press | None:
    """The press behind a `custom_id`, or None when it is not one of ours."""
    found = _PRESS.fullmatch(custom_id)
    if found is None:
        return None
    verb = Door(found["verb"])
    if (found["tile"] is not None) != (verb in WITH_TILE):
        return None
    tile = cast(Tile, int(found["tile"])) if found["tile"] else None
    return Press(verb, JobId(found["job"]), tile)


def pack_choice(choice: Choice) -> str:
    """The `custom_id` of a control of the settings panel."""
    return f"atelier:set:{choice.name}" + (f":{choice.value}" if choice.value is not None else "")


def unpack_choice(custom_id: str) -> Choice | None:
    """The choice behind a `custom_id`, or None when it is not one of ours."""
    found = _CHOICE.fullmatch(custom_id)
    return Choice(found["name"], found["value"]) if found else None
