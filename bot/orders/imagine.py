"""A prompt becomes its jobs, or a question where it is many."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import Desk, Taken, Wish, records_of
from bot.orders.pictures import NO_UPLOADS, Uploads, sources_of, styles_named, with_pictures
from bot.orders.translated import Translation
from jobs import plan
from jobs.given import Sources
from jobs.prompt import parse_all


def imagine(
    desk: Desk,
    wish: Wish,
    text: str,
    uploads: Uploads = NO_UPLOADS,
    fetched: Sources = plan.NOTHING,
    *,
    translate: bool = True,
) -> Taken:
    """What a prompt means for this person; `fetched` are the keys of its links, and the translations of its words.

    Raises a `Mistake`, `PicturesFirst`."""
    preferences = desk.preferences.of(wish.person.id)
    limits = replace(desk.limits, jobs_at_once=wish.jobs_at_once or desk.limits.jobs_at_once)
    prompts = [uploads.beside(prompt) for prompt in parse_all(text, limits.jobs_at_once, preferences.options)]
    asked = [preferences.applied_to(prompt) for prompt in prompts]
    styles = styles_named(desk, wish, asked)
    translation = Translation.of(prompts, preferences, desk.catalog if translate and desk.translates else None)

    def decide(kept: Sources) -> Taken:
        catalog, draw_seed, told = desk.catalog, desk.draw_seed, translation.told(kept)
        planned = plan.plan_all(told, preferences, catalog, draw_seed, limits, kept=kept, styles=styles)
        records = records_of(wish, planned.requests, stealth=preferences.stealth, auto_dm=preferences.auto_dm)
        notes = (*planned.notes, *translation.notes(kept))
        return Taken(translation.noted(records, kept), notes, to_confirm=len(records) > limits.unconfirmed)

    return with_pictures(desk, wish, (*sources_of(asked), *translation.sources), fetched, decide)
