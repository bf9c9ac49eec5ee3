"""Pictures without words become a job."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import Desk, Taken, Wish, records_of
from bot.orders.pictures import with_pictures
from jobs import plan
from jobs.given import Sources


def blend(desk: Desk, wish: Wish, links: Sequence[str], dimensions: str | None, fetched: Sources) -> Taken:
    """A grid from two to five pictures; `dimensions` is a key of `plan.DIMENSIONS`, or None. Raises a `Mistake`,
    `PicturesFirst`."""
    preferences = desk.preferences.of(wish.person.id)

    def decide(kept: Sources) -> Taken:
        pictures = [kept[link] for link in links]
        planned = plan.blend(pictures, dimensions, preferences, desk.catalog, desk.draw_seed())
        records = records_of(wish, planned.requests, stealth=preferences.stealth, auto_dm=preferences.auto_dm)
        return Taken(records, planned.notes)

    return with_pictures(desk, wish, links, fetched, decide)
