"""The requests of the commands whose pictures come first: /blend and /describe, and of /shorten, which paints none."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.catalog import Catalog, ModelEntry
from jobs.geometry import Aspect
from jobs.plan.choosing import check_sight, model_for
from jobs.plan.imagine import Plan, request_for
from jobs.plan.mistakes import BlendCount, OnlyPlainWords
from jobs.plan.references import picture_source
from jobs.plan.remarks import remarks
from jobs.preferences import Preferences
from jobs.prompt import Prompt, echo, parse
from jobs.requests import PaintRequest, Reference, Role, Verb

LEAST, MOST = 2, 5  #: pictures of a blend
DIMENSIONS: dict[str, Aspect] = {"portrait": Aspect(2, 3), "square": Aspect(1, 1), "landscape": Aspect(3, 2)}


def blend(keys: Sequence[str], dimensions: str | None, preferences: Preferences, catalog: Catalog, seed: int) -> Plan:
    """A grid from two to five kept pictures; `dimensions` (a key of `DIMENSIONS`) beats the suffix' --ar. What is shown
    may be pasted after /imagine. Raises `BlendCount`, `ModelCannotSee` or another `Mistake`."""
    if not LEAST <= len(keys) <= MOST:
        raise BlendCount(least=LEAST, most=MOST, count=len(keys))
    typed = Prompt("", ()).with_images(*map(picture_source, keys))
    shape = DIMENSIONS[dimensions] if dimensions else None
    typed = typed if shape is None else typed.with_given(ar=shape)
    asked = preferences.applied_to(typed).without("repeat", "seed")
    asked = asked.without("ar") if asked.value("ar") == DIMENSIONS["square"] else asked
    entry = model_for(asked, preferences, catalog)
    check_sight(entry, catalog)
    asked = asked if entry.name == catalog.default else asked.with_missing({"model": entry.name})
    references = tuple(Reference(role=Role.IMAGE, key=key) for key in keys)
    request = request_for(asked, entry, preferences.mode, seed, references)
    return Plan((request.model_copy(update={"verb": Verb.BLEND}),), remarks(typed, asked, entry, catalog, preferences))


def describe(key: str, preferences: Preferences, catalog: Catalog, seed: int) -> PaintRequest:
    """Words for a kept picture, by the person's model or else by one that can; another seed finds other words."""
    entry = model_for(Prompt("", ()), preferences, catalog)
    entry = entry if entry.tells else next((other for other in catalog.models if other.tells), entry)
    return _words(picture_source(key), "", entry, preferences, seed).model_copy(
        update={"verb": Verb.DESCRIBE, "references": (Reference(role=Role.IMAGE, key=key),)}
    )


def shorten(text: str, preferences: Preferences, catalog: Catalog) -> PaintRequest:
    """What each word of a prompt is worth. Raises `OnlyPlainWords` with weights or --no, or another `Mistake`."""
    prompt = parse(text)
    if len(prompt.chunks) != 1 or "::" in prompt.words or prompt.negative:
        raise OnlyPlainWords()
    entry = model_for(prompt, preferences, catalog)
    return _words(echo(prompt), prompt.text, entry, preferences, 0).model_copy(update={"verb": Verb.SHORTEN})


def _words(shown: str, text: str, entry: ModelEntry, preferences: Preferences, seed: int) -> PaintRequest:
    """A request that ends in words: the fields of painting say as little as they can."""
    return PaintRequest(
        prompt=shown,
        text=text,
        model=entry.name,
        seed=seed,
        width=entry.native_size,
        height=entry.native_size,
        steps=1,
        guidance_scale=1,
        mode=preferences.mode,
    )
