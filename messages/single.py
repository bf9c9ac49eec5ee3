"""The tools under a single picture; only what its model can do is offered.

Upscale (Subtle)   Upscale (Creative)
Vary (Subtle)      Vary (Strong)        Vary (Region)
Zoom Out 2x        Zoom Out 1.5x        Custom Zoom     Make Square
⬅️                 ➡️                   ⬆️              ⬇️             ❤️

Redo Upscale (Subtle)   Redo Upscale (Creative)                        under an upscaled picture
Vary (Subtle)           Vary (Strong)
❤️
"""

from __future__ import annotations

from collections.abc import Collection

from jobs.records import Record
from jobs.requests import PaintRequest, Verb
from messages.custom_id import Door, Press
from messages.message import Button, Row
from messages.pressed import EMOJI, button
from messages.say import say

PANS = (Door.LEFT, Door.RIGHT, Door.UP, Door.DOWN)
TOOLS = (
    (Door.UPSCALE, Door.CREATIVE),
    (Door.SUBTLE, Door.STRONG, Door.REGION),
    (Door.ZOOM_2, Door.ZOOM_1_5, Door.ZOOM, Door.SQUARE),
    (*PANS, Door.HEART),
)
AFTER_UPSCALE = ((Door.REDO_SUBTLE, Door.REDO_CREATIVE), (Door.SUBTLE, Door.STRONG), (Door.HEART,))
NEEDS = {
    Door.UPSCALE: "upscale",
    Door.CREATIVE: "creative",
    Door.REDO_SUBTLE: "upscale",
    Door.REDO_CREATIVE: "creative",
    Door.VARY: "vary",
    Door.SUBTLE: "vary",
    Door.STRONG: "vary",
    Door.REGION: "region",
    Door.ZOOM_2: "zoom",
    Door.ZOOM_1_5: "zoom",
    Door.ZOOM: "zoom",
    Door.SQUARE: "square",
    **dict.fromkeys(PANS, "pan"),
}  #: what a model's `cannot` says of each door


def under_single(record: Record, cannot: Collection[str] = ()) -> tuple[Row, ...]:
    """What can be done with one picture; `cannot` is its model's."""
    tools = AFTER_UPSCALE if record.request.verb is Verb.UPSCALE else TOOLS
    rows = (tuple(door for door in row if _offered(door, record.request, cannot)) for row in tools)
    return tuple(tuple(_tool(door, record) for door in row) for row in rows if row)


def _offered(door: Door, request: PaintRequest, cannot: Collection[str]) -> bool:
    if door is Door.SQUARE and request.width == request.height:
        return False
    return NEEDS.get(door) not in cannot


def _tool(door: Door, record: Record) -> Button:
    label = None if door in EMOJI else say(f"buttons.{door}", record.person.locale)
    return button(Press(door, record.id, 1), record.used, label)
