"""A button whose prompt was edited in a form becomes its job."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish, records_of
from bot.orders.behind import BEHIND, Asked
from bot.orders.pictures import sources_of, styles_named, with_pictures
from bot.orders.press import asked_by
from jobs import plan
from jobs.given import Sources
from jobs.prompt import parse
from messages.custom_id import Press


def remix_order(desk: Desk, wish: Wish, press: Press, text: str, fetched: Sources) -> Taken:
    """The job behind a button, with another prompt; an unchanged one makes what the button alone would have made.

    Raises `JobUnknown`, `NotFinished` or another `Mistake`; `PicturesFirst`."""
    asked, typed = asked_by(desk, wish, press), (parse(text),)
    request, styles = BEHIND[press.verb](asked), styles_named(desk, wish, typed)

    def decide(kept: Sources) -> Taken:
        planned = plan.remix(request, asked.request.prompt, text, desk.catalog, kept=kept, styles=styles)
        return taken_of(wish, asked, planned, remix=planned.requests != (request,))

    return with_pictures(desk, wish, sources_of(typed), fetched, decide)


def zoom_order(desk: Desk, wish: Wish, press: Press, text: str, fetched: Sources) -> Taken:
    """Custom Zoom. Raises `JobUnknown`, `NotFinished` or another `Mistake`; `PicturesFirst`."""
    asked, typed = asked_by(desk, wish, press), (parse(text),)
    styles = styles_named(desk, wish, typed)

    def decide(kept: Sources) -> Taken:
        parent, tile, seed = asked.parent, asked.tile, asked.seed
        return taken_of(
            wish,
            asked,
            plan.custom_zoom(asked.request, parent, tile, text, seed, desk.catalog, kept=kept, styles=styles),
        )

    return with_pictures(desk, wish, sources_of(typed), fetched, decide)


def taken_of(wish: Wish, asked: Asked, planned: plan.Plan, *, remix: bool = False) -> Taken:
    """The job of a button."""
    records = records_of(wish, planned.requests, remix=remix, stealth=asked.stealth, auto_dm=asked.auto_dm)
    return Taken(records, planned.notes)
