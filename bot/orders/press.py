"""A button becomes its job."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.desk import Desk, Taken, Wish, records_of
from jobs.errors import JobUnknown, Mistake
from jobs.prompt import parse
from jobs.records import Record, State
from jobs.requests import JobId, Mode, PaintRequest, Strength, Tile
from messages.buttons import used_mark
from messages.custom_id import Press

FINISHED = frozenset({State.RENDERED, State.DELIVERED, State.KEPT})


class NotFinished(Mistake):
    """A button of a picture that is still being painted."""

    code = "not_finished"
    english = "This picture is not finished yet; try again when it is."


class Asked(NamedTuple):
    """What a button's request is made of."""

    tile: Tile
    parent: JobId
    request: PaintRequest  #: the parent's, in the mode of the person who presses
    variability: Strength
    seed: int  #: 0 <= seed < 2**32, drawn for this press


def in_mode(request: PaintRequest, mode: Mode) -> PaintRequest:
    """The request in the mode that the person has now, unless its prompt names one."""
    typed = parse(request.prompt)
    return request if any(typed.has(name) for name in Mode) else request.model_copy(update={"mode": mode})


def press_order(desk: Desk, wish: Wish, press: Press, behind: Callable[[Asked], PaintRequest]) -> Taken:
    """The job behind a button. Raises `JobUnknown`, `NotFinished` or another `Mistake`."""
    parent = seen_from(desk, wish, press.job)
    if parent.state not in FINISHED:
        raise NotFinished
    preferences = desk.preferences.of(wish.person.id)
    request = in_mode(parent.request, preferences.mode)
    asked = Asked(press.tile or 1, parent.id, request, preferences.variability, desk.draw_seed())
    return Taken(records_of(wish, (behind(asked),)))


def seen_from(desk: Desk, wish: Wish, job: JobId) -> Record:
    """The record that a button names; one of another server is as unknown as none. Raises `JobUnknown`."""
    record = desk.ledger.get(job)
    here, home = wish.reply_to.guild_id, record.reply_to.guild_id
    if record.person.id != wish.person.id and (here is None or here != home):
        raise JobUnknown(job=job)
    return record


def mark_used(desk: Desk, press: Press) -> Record:
    """Remember that a button was pressed. Raises `JobUnknown`."""
    record = desk.ledger.get(press.job)
    mark = used_mark(press)
    if mark in record.used:
        return record
    used = (*record.used, mark)
    desk.ledger.change(press.job, used=used)
    return record.model_copy(update={"used": used})
