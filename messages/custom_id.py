"""The memory of a button: verb, job and tile packed into its `custom_id`, so that no process has to remember it.

    press  := "atelier:" VERB ":" JOB [ ":" TILE ]        a button under a job's message
    choice := "atelier:set:" NAME [ ":" VALUE ]           a control of the settings panel
    step   := "atelier:go:" NAME { ":" VALUE }            a control of a card: pages, confirmations, verdicts
    form   := "atelier:form:" NAME { ":" VALUE }          a form that somebody fills in

All are far below Discord's 100 characters (https://discord.com/developers/docs/components/reference#custom-id).
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
    UPSCALE = "upscale"  #: Upscale (Subtle); "Upscale (2x)" in 0.1
    CREATIVE = "creative"  #: Upscale (Creative)
    REDO_SUBTLE = "redo_subtle"
    REDO_CREATIVE = "redo_creative"
    REGION = "region"
    ZOOM_2 = "zoom2"  #: Zoom Out 2x
    ZOOM_1_5 = "zoom15"  #: Zoom Out 1.5x
    ZOOM = "zoom"  #: Custom Zoom
    SQUARE = "square"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    HEART = "heart"  #: favourite
    CANCEL_ALL = "stopall"  #: all jobs of one interaction that have not begun
    ORIGINAL = "original"  #: the prompt as it was before its translation


WITH_TILE = frozenset(set(Door) - {Door.REROLL, Door.CANCEL, Door.CANCEL_ALL, Door.ORIGINAL})

CHOICE_TEMPLATE = r"atelier:set:(?P<name>[a-z_]{1,24})(?::(?P<value>[A-Za-z0-9_.-]{1,48}))?"


def template_of(*doors: Door) -> str:
    """The regular expression of these doors' `custom_id`s; all of them with a tile, or all without."""
    tile = r":(?P<tile>[1-4])" if WITH_TILE.issuperset(doors) else ""
    return rf"atelier:(?P<verb>{'|'.join(doors)}):(?P<job>[0-9a-f]{{32}}){tile}"


STEP_TEMPLATE = r"atelier:go:(?P<name>[a-z_]{1,24})(?P<values>(?::[A-Za-z0-9_=-]{0,60}){0,4})"
FORM_TEMPLATE = STEP_TEMPLATE.replace(":go:", ":form:", 1)

_TILE_PRESS = re.compile(template_of(*sorted(WITH_TILE)))
_JOB_PRESS = re.compile(template_of(*sorted(set(Door) - WITH_TILE)))
_CHOICE = re.compile(CHOICE_TEMPLATE)
_STEP = re.compile(STEP_TEMPLATE)
_FORM = re.compile(FORM_TEMPLATE)


class Press(NamedTuple):
    """One button under one job's message; `tile` is None where the whole job is meant (🔄, cancel)."""

    verb: Door
    job: JobId
    tile: Tile | None = None


class Choice(NamedTuple):
    """One control of the settings panel; `value` is None where Discord sends the value (a select)."""

    name: str
    value: str | None = None


class Step(NamedTuple):
    """One control of a card, or a form, with what it must know; letters, figures, "_", "=" and "-" only."""

    name: str
    values: tuple[str, ...] = ()


def pack(press: Press) -> str:
    """The `custom_id` of a press, at most 100 characters."""
    tail = f":{press.tile}" if press.tile is not None else ""
    return f"atelier:{press.verb}:{press.job}{tail}"


def unpack(custom_id: str) -> Press | None:
    """The press behind a `custom_id`, or None when it is not one of ours."""
    if found := _TILE_PRESS.fullmatch(custom_id):
        return Press(Door(found["verb"]), JobId(found["job"]), cast(Tile, int(found["tile"])))
    if found := _JOB_PRESS.fullmatch(custom_id):
        return Press(Door(found["verb"]), JobId(found["job"]))
    return None


def pack_choice(choice: Choice) -> str:
    """The `custom_id` of a control of the settings panel."""
    return f"atelier:set:{choice.name}" + (f":{choice.value}" if choice.value is not None else "")


def unpack_choice(custom_id: str) -> Choice | None:
    """The choice behind a `custom_id`, or None when it is not one of ours."""
    found = _CHOICE.fullmatch(custom_id)
    return Choice(found["name"], found["value"]) if found else None


def pack_step(step: Step) -> str:
    """The `custom_id` of a control of a card. Raises `ValueError` where Discord would not take it."""
    return _packed("go", step, _STEP)


def unpack_step(custom_id: str) -> Step | None:
    """The step behind a `custom_id`, or None when it is not one of ours."""
    return _unpacked(custom_id, _STEP)


def pack_form(step: Step) -> str:
    """The `custom_id` of a form. Raises `ValueError` where Discord would not take it."""
    return _packed("form", step, _FORM)


def unpack_form(custom_id: str) -> Step | None:
    """What a form was made with, or None when it is not one of ours."""
    return _unpacked(custom_id, _FORM)


def _packed(kind: str, step: Step, template: re.Pattern[str]) -> str:
    custom_id = ":".join((f"atelier:{kind}", step.name, *step.values))
    if len(custom_id) > MAX_LENGTH or not template.fullmatch(custom_id):
        raise ValueError(f"not a {kind}: {custom_id}")
    return custom_id


def _unpacked(custom_id: str, template: re.Pattern[str]) -> Step | None:
    found = template.fullmatch(custom_id)
    return Step(found["name"], tuple(found["values"].split(":")[1:])) if found else None


def values_of(press: Press) -> tuple[str, ...]:
    """A press as the values of a step or form."""
    return (press.verb, press.job) if press.tile is None else (press.verb, press.job, str(press.tile))


def press_of(values: tuple[str, ...]) -> Press | None:
    """The inverse, None where the values are no press."""
    return unpack(":".join(("atelier", *values)))
