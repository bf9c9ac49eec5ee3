"""A prompt becomes its jobs."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish, records_of
from jobs import plan
from jobs.prompt import parse


def imagine(desk: Desk, wish: Wish, text: str) -> Taken:
    """What a prompt means for this person. Raises a `Mistake`."""
    prompt = parse(text)
    preferences = desk.preferences.of(wish.person.id)
    planned = plan.plan(prompt, preferences, desk.catalog, desk.draw_seed, desk.limits)
    return Taken(records_of(wish, planned.requests), planned.notes)
