"""A prompt becomes its jobs."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish, records_of
from jobs import plan
from jobs.prompt import parse_all


def imagine(desk: Desk, wish: Wish, text: str) -> Taken:
    """What a prompt means for this person. Raises a `Mistake`."""
    preferences = desk.preferences.of(wish.person.id)
    prompts = parse_all(text, desk.limits.jobs_at_once, preferences.options)
    planned = plan.plan_all(prompts, preferences, desk.catalog, desk.draw_seed, desk.limits)
    records = records_of(wish, planned.requests, stealth=preferences.stealth, auto_dm=preferences.auto_dm)
    return Taken(records, planned.notes)
