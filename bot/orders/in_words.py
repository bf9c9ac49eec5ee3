"""Jobs that end in words, and the pictures that come of those words."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish, records_of
from bot.orders.pictures import with_pictures
from bot.orders.press import FINISHED, NotFinished, seen_from
from jobs import plan
from jobs.given import Sources
from jobs.prompt import parse
from jobs.records import Record
from jobs.requests import JobId
from messages.findings import prompts_of


def describe(desk: Desk, wish: Wish, source: str, fetched: Sources = plan.NOTHING) -> Taken:
    """Words for a picture, by its link or `picture:HEX`. Raises a `Mistake`, `PicturesFirst`."""
    preferences = desk.preferences.of(wish.person.id)

    def decide(kept: Sources) -> Taken:
        request = plan.describe(kept[source], preferences, desk.catalog, desk.draw_seed())
        return Taken(records_of(wish, (request,), stealth=preferences.stealth))

    return with_pictures(desk, wish, (source,), fetched, decide)


def anew(desk: Desk, wish: Wish, job: JobId) -> Taken:
    """Other words for the same picture. Raises a `Mistake`."""
    record = told_by(desk, wish, job)
    preferences = desk.preferences.of(wish.person.id)
    request = plan.describe(record.request.references[0].key, preferences, desk.catalog, desk.draw_seed())
    return Taken(records_of(wish, (request,), stealth=preferences.stealth or record.stealth))


def shorten(desk: Desk, wish: Wish, text: str) -> Taken:
    """What the words of a prompt are worth. Raises a `Mistake`."""
    preferences = desk.preferences.of(wish.person.id)
    request = plan.shorten(text, preferences, desk.catalog)
    return Taken(records_of(wish, (request,), stealth=preferences.stealth))


def imagine_all(desk: Desk, wish: Wish, job: JobId) -> Taken:
    """One grid for each prompt that was found. Raises a `Mistake`."""
    record = told_by(desk, wish, job)
    preferences = desk.preferences.of(wish.person.id)
    prompts = [parse(text) for text in prompts_of(record)]
    planned = plan.plan_all(prompts, preferences, desk.catalog, desk.draw_seed, desk.limits)
    hidden = preferences.stealth or record.stealth
    return Taken(
        records_of(wish, planned.requests, stealth=hidden, auto_dm=preferences.auto_dm), planned.notes
    )  # fmt: skip


def told_by(desk: Desk, wish: Wish, job: JobId) -> Record:
    """The finished job behind a card. Raises `JobUnknown`, `NotFinished`."""
    record = seen_from(desk, wish, job)
    if record.state not in FINISHED:
        raise NotFinished
    return record
