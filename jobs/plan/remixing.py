"""Remix: an edited prompt behind a button that was planned already.

What acts on a picture that is there follows section 8.4 of Midjourney's later documents, and our own kin of it; the
rest of the edit stays as it was, and a note names it. A reroll paints anew, so there everything acts.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from jobs.catalog import Catalog, ModelEntry
from jobs.errors import Mistake
from jobs.notes import Note
from jobs.plan.choosing import check_abilities
from jobs.plan.imagine import NO_STYLES, NOTHING, Limits, Plan, decided, plan, size_for
from jobs.plan.references import Kept, Styles, picture_source, references_of, shown_with_kept, with_drawn_style
from jobs.plan.remarks import remarks_on_edit
from jobs.preferences import Preferences
from jobs.prompt import Prompt, parse
from jobs.requests import PaintRequest, Verb

ACTS = frozenset({
    "ar", "chaos", "iw", "no", "seed", "stop", "stylize", "tile", "video", "weird", "raw", "style",
    "sref", "sw", "cref", "cw", "oref", "ow", "turbo", "fast", "relax", "stealth", "public",
})  # fmt: skip
FRAMED = frozenset({Verb.PAN, Verb.ZOOM, Verb.SQUARE, Verb.REGION})  #: the button decides the shape
ANEW = frozenset({Verb.IMAGINE, Verb.BLEND})


def remix(
    request: PaintRequest, shown: str, text: str, catalog: Catalog, *, kept: Kept = NOTHING, styles: Styles = NO_STYLES
) -> Plan:
    """`request`, as a button planned it, with the edit `text` of the prompt `shown` (the parent's). An unchanged text
    changes nothing. `kept` must hold the sources of pictures that the edit brought in. Raises a `Mistake`."""
    edited, before = parse(text), _read(shown)
    if edited == before:
        return Plan((request,))
    kept = {**{picture_source(item.key): item.key for item in request.references}, **kept}
    if request.verb in ANEW:
        return _anew(request, edited, before, catalog, kept, styles)
    return apply(request, edited, before, catalog, kept, styles)


def _read(shown: str) -> Prompt:
    """A shown prompt; of one that is no longer readable, its words."""
    with suppress(Mistake):
        return parse(shown)
    return Prompt(shown, ())


def _anew(request: PaintRequest, edited: Prompt, before: Prompt, catalog: Catalog, kept: Kept, styles: Styles) -> Plan:
    """A grid of its own; a seed that was not edited gives way to the one that the button drew."""
    if edited.value("seed") == before.value("seed"):
        edited = edited.with_given(seed=request.seed) if edited.has("seed") else edited
    preferences, one = Preferences(mode=request.mode, model=request.model), Limits(jobs_at_once=1)
    return plan(edited, preferences, catalog, lambda: request.seed, one, kept=kept, styles=styles)


def apply(request: PaintRequest, edited: Prompt, before: Prompt, catalog: Catalog, kept: Kept, styles: Styles) -> Plan:
    """An edit of the prompt `before` of a picture that is there. Raises a `Mistake`."""
    entry = catalog.get(request.model)
    asked, lost = _acting(request, edited, before)
    check_abilities(asked, entry, catalog)
    drawn = with_drawn_style(shown_with_kept(asked, kept), lambda: request.seed)
    seed = request.seed if edited.value("seed") in (None, before.value("seed")) else edited.value("seed")
    changes = decided(drawn, entry, request.mode, seed) | _frame(request, drawn, before, entry)
    changes |= {"seed": seed, "references": references_of(asked, kept, styles)}
    notes = [Note(code="remix_keeps", values={"names": ", ".join(f"--{name}" for name in lost)})] if lost else []
    return Plan((request.model_copy(update=changes),), (*notes, *remarks_on_edit(edited, drawn, entry)))


def _acting(request: PaintRequest, edited: Prompt, before: Prompt) -> tuple[Prompt, list[str]]:
    """The edit as far as it acts, and the parameters whose change is lost."""
    stays = {name: value for name, value in before.given if name not in ACTS}
    held = {name: None for name, _ in (*before.given, *edited.given) if name not in ACTS}
    if request.verb in FRAMED:
        held["ar"] = None
        framed = _read(request.prompt)
        stays |= {"ar": framed.value("ar")} if framed.has("ar") else {}
    typed = {name: stays.pop(name, None) if name in held else value for name, value in edited.given}
    given = tuple((name, value) for name, value in (typed | stays).items() if value is not None)
    return replace(edited, given=given), [name for name in held if edited.value(name) != before.value(name)]


def _frame(request: PaintRequest, asked: Prompt, before: Prompt, entry: ModelEntry) -> dict[str, Any]:
    """Another shape stretches the picture, as in Midjourney."""
    if request.verb in FRAMED or asked.value("ar") == before.value("ar"):
        return {}
    width, height = size_for(asked, entry)
    return {"width": width, "height": height}
