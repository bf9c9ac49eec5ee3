"""A button whose prompt was edited in a form becomes its job."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish, records_of
from bot.orders.behind import BEHIND, Asked
from bot.orders.press import asked_by
from jobs import plan
from messages.custom_id import Press


def remix_order(desk: Desk, wish: Wish, press: Press, text: str) -> Taken:
    """The job behind a button, with another prompt; an unchanged one makes what the button alone would have made.

    Raises `JobUnknown`, `NotFinished` or another `Mistake`."""
    asked = asked_by(desk, wish, press)
    request = BEHIND[press.verb](asked)
    planned = plan.remix(request, asked.request.prompt, text, desk.catalog)
    return _taken(wish, asked, planned, remix=planned.requests != (request,))


def zoom_order(desk: Desk, wish: Wish, press: Press, text: str) -> Taken:
    """Custom Zoom. Raises `JobUnknown`, `NotFinished` or another `Mistake`."""
    asked = asked_by(desk, wish, press)
    return _taken(
        wish, asked, plan.custom_zoom(asked.request, asked.parent, asked.tile, text, asked.seed, desk.catalog)
    )


def _taken(wish: Wish, asked: Asked, planned: plan.Plan, *, remix: bool = False) -> Taken:
    records = records_of(wish, planned.requests, remix=remix, stealth=asked.stealth, auto_dm=asked.auto_dm)
    return Taken(records, planned.notes)
