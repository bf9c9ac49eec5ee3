"""How one button under a job's message looks, before and after it was pressed."""

from __future__ import annotations

from collections.abc import Collection

from messages.custom_id import Door, Press, pack
from messages.message import Button, Style

EMOJI = {
    Door.REROLL: "🔄",
    Door.LEFT: "⬅️",
    Door.RIGHT: "➡️",
    Door.UP: "⬆️",
    Door.DOWN: "⬇️",
    Door.HEART: "❤️",
}


def used_mark(press: Press) -> str:
    """How a press is remembered in `Record.used`: "u:2", "again:"."""
    return f"{press.verb}:{press.tile or ''}"


def remix_mark(press: Press) -> str:
    """How a press with another prompt is remembered."""
    return f"{used_mark(press)}:remix"


def heart_mark(press: Press, person_id: int) -> str:
    """How a favourite is remembered: by person, so that one may take theirs back while others keep it."""
    return f"{used_mark(press)}:{person_id}"


def button(press: Press, used: Collection[str], label: str | None = None) -> Button:
    """Grey, blue once it was pressed, green once it was pressed with another prompt; a favourite of anybody is red."""
    return Button(custom_id=pack(press), label=label, emoji=EMOJI.get(press.verb), style=_style(press, used))


def _style(press: Press, used: Collection[str]) -> Style:
    if press.verb is Door.HEART:
        return Style.RED if any(mark.startswith(f"{used_mark(press)}:") for mark in used) else Style.GREY
    if remix_mark(press) in used:
        return Style.GREEN
    return Style.BLUE if used_mark(press) in used else Style.GREY
