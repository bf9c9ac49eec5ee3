"""A button becomes its job."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish, records_of
from bot.orders.behind import BEHIND, Asked
from jobs.errors import JobUnknown, Mistake
from jobs.prompt import parse
from jobs.records import Record, State
from jobs.requests import JobId, Mode, PaintRequest
from messages.custom_id import Press
from messages.single import NEEDS

FINISHED = frozenset({State.RENDERED, State.DELIVERED, State.KEPT})


class NotFinished(Mistake):
    """A button of a picture that is still being painted."""

    code = "not_finished"
    english = "This picture is not finished yet; try again when it is."


class ToolMissing(Mistake):
    """The model has no means for what a button asks."""

    code = "tool_missing"
    english = "{title} has no means for this; U, 🔄 and the other buttons work."


def in_mode(request: PaintRequest, mode: Mode) -> PaintRequest:
    """The request in the mode that the person has now, unless its prompt names one."""
    typed = parse(request.prompt)
    return request if any(typed.has(name) for name in Mode) else request.model_copy(update={"mode": mode})


def press_order(desk: Desk, wish: Wish, press: Press) -> Taken:
    """The job behind a button. Raises `JobUnknown`, `NotFinished` or another `Mistake`."""
    asked = asked_by(desk, wish, press)
    return Taken(records_of(wish, (BEHIND[press.verb](asked),), stealth=asked.stealth, auto_dm=asked.auto_dm))


def asked_by(desk: Desk, wish: Wish, press: Press) -> Asked:
    """What the button's request is made of. Raises `JobUnknown`, `NotFinished`, `ToolMissing`."""
    parent = seen_from(desk, wish, press.job)
    if parent.state not in FINISHED:
        raise NotFinished
    if NEEDS.get(press.verb) in desk.catalog.cannot_of(parent.request.model):
        raise ToolMissing(title=desk.catalog.get(parent.request.model).title)
    preferences = desk.preferences.of(wish.person.id)
    request = in_mode(parent.request, preferences.mode)
    stealth = preferences.stealth or parent.stealth  # what comes of a hidden picture shows it
    return Asked(
        press.tile or 1, parent.id, request, preferences.variability, desk.draw_seed(), desk.catalog, stealth,
        preferences.auto_dm,
    )  # fmt: skip


def seen_from(desk: Desk, wish: Wish, job: JobId) -> Record:
    """The record that a button names; another person's in stealth, or of another server, is as unknown as none.

    Raises `JobUnknown`."""
    record = desk.ledger.get(job)
    here, home = wish.reply_to.guild_id, record.reply_to.guild_id
    if record.person.id != wish.person.id and (record.stealth or here is None or here != home):
        raise JobUnknown(job=job)
    return record


def mark(desk: Desk, job: JobId, name: str, *, on: bool = True) -> Record:
    """Remember what was pressed under a job; another press at the very same moment is not forgotten.

    Raises `JobUnknown`."""
    used = desk.ledger.mark(job, name, on=on)
    return desk.ledger.get(job).model_copy(update={"used": used})
