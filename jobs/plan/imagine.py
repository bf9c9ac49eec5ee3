"""From a prompt to requests that decide everything: model, size, steps, guidance, seeds, pictures.

--repeat N     N requests; a given seed counts up from one to the next, otherwise each draws its own
--sref random  a number drawn for each request, which its echo shows
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jobs.catalog import Catalog, ModelEntry
from jobs.errors import Mistake, TooManyPictures
from jobs.geometry import SQUARE, frame
from jobs.notes import Note
from jobs.plan.amounts import guidance_for, seeds_for, steps_for
from jobs.plan.choosing import check_abilities, model_for
from jobs.plan.references import Kept, Styles, references_of, shown_with_kept, style_code, with_drawn_style
from jobs.plan.remarks import remarks
from jobs.preferences import Preferences
from jobs.prompt import BY_SPELLING, Prompt, echo, parse
from jobs.prompt.mistakes import EmptyPrompt, OnePictureAlone, OnlyInZoom
from jobs.requests import Mode, PaintRequest, Reference, Weighted

HIGHEST = 40  #: jobs of one prompt, whoever asks: what Midjourney gives its highest plan
NOTHING: Mapping[str, str] = MappingProxyType({})
NO_STYLES: Styles = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one prompt may ask for."""

    jobs_at_once: int = 10  #: permutations times repeats, at most `HIGHEST`
    unconfirmed: int = 5  #: as many are painted without asking back


@dataclass(frozen=True, slots=True)
class Plan:
    """One request per grid, and what the person should know."""

    requests: tuple[PaintRequest, ...]
    notes: tuple[Note, ...] = ()


def jobs_asked(prompts: Iterable[Prompt], preferences: Preferences) -> int:
    """How many grids these prompts are, the repeats of the suffix counted. Raises a `Mistake` for a broken suffix."""
    return sum(preferences.applied_to(prompt).value("repeat") for prompt in prompts)


def plan(
    prompt: Prompt,
    preferences: Preferences,
    catalog: Catalog,
    draw_seed: Callable[[], int],
    limits: Limits = Limits(),
    *,
    kept: Kept = NOTHING,
    styles: Styles = NO_STYLES,
) -> Plan:
    """What is to be painted. `draw_seed` gives 0 <= seed < 2**32; `kept` must hold every source of `prompt.pictures`.
    Raises a `Mistake`."""
    asked = preferences.applied_to(prompt)
    entry = model_for(asked, preferences, catalog)
    _check(asked, entry, catalog)
    if (wanted := asked.value("repeat")) > limits.jobs_at_once:
        raise TooManyPictures(count=wanted, limit=limits.jobs_at_once)
    if entry.name != catalog.default:
        asked = asked.with_missing({"model": entry.name})
    references = references_of(asked, kept, styles)
    shown = shown_with_kept(asked, kept)
    requests = []
    for seed in seeds_for(wanted, asked.value("seed"), draw_seed):
        drawn = with_drawn_style(shown, draw_seed)
        requests.append(request_for(drawn, entry, preferences.mode, seed, references))
    return Plan(tuple(requests), remarks(prompt, drawn, entry, catalog, preferences))


def plan_all(
    prompts: Sequence[Prompt],
    preferences: Preferences,
    catalog: Catalog,
    draw_seed: Callable[[], int],
    limits: Limits = Limits(),
    *,
    kept: Kept = NOTHING,
    styles: Styles = NO_STYLES,
) -> Plan:
    """The plans of several prompts in their order, as one; each note once. Raises a `Mistake`, before anything is
    decided `TooManyPictures` where permutations and repeats are more than `limits` allow."""
    if (wanted := jobs_asked(prompts, preferences)) > limits.jobs_at_once:
        raise TooManyPictures(count=wanted, limit=limits.jobs_at_once)
    plans = [plan(prompt, preferences, catalog, draw_seed, limits, kept=kept, styles=styles) for prompt in prompts]
    notes = {str(note): note for each in plans for note in each.notes}
    return Plan(tuple(request for each in plans for request in each.requests), tuple(notes.values()))


def _check(asked: Prompt, entry: ModelEntry, catalog: Catalog) -> None:
    if not asked.words and len(asked.images) < 2:
        raise OnePictureAlone() if asked.images else EmptyPrompt()
    if modal := next((name for name, _ in asked.given if BY_SPELLING[name].modal), None):
        raise OnlyInZoom(parameter=modal)
    check_abilities(asked, entry, catalog)


def request_for(
    asked: Prompt, entry: ModelEntry, mode: Mode, seed: int, references: tuple[Reference, ...]
) -> PaintRequest:
    """The request of one grid; `mode` is that of the person's settings."""
    width, height = size_for(asked, entry)
    painted = PaintRequest(
        prompt="",
        text="",
        model=entry.name,
        seed=seed,
        width=width,
        height=height,
        steps=1,
        guidance_scale=entry.guidance_scale,
        clip_guidance=entry.clip_guidance,
        rank_from=entry.rank_from,
        references=references,
    )
    return painted.model_copy(update=decided(asked, entry, mode, seed))


def size_for(asked: Prompt, entry: ModelEntry) -> tuple[int, int]:
    """Width and height of a tile; with --hd, twice of both still fits the model."""
    fits = max(entry.max_pixels // 4, entry.multiple**2) if asked.has("hd") else entry.max_pixels
    return frame(asked.value("ar") or SQUARE, entry.native_size, entry.multiple, fits)


def decided(asked: Prompt, entry: ModelEntry, mode: Mode, seed: int) -> dict[str, Any]:
    """Those fields of a request that words and parameters decide, the frame and the pictures aside."""
    return {
        "prompt": echo(asked.without("repeat"), seed if asked.has("seed") else None),
        "text": asked.text,
        "negative": asked.negative,
        "chunks": tuple(Weighted(text=chunk.text, weight=chunk.weight) for chunk in asked.weighted),
        "steps": steps_for(entry, asked.value("quality"), asked.has("draft")),
        "guidance_scale": guidance_for(entry, asked.value("stylize"), asked.has("raw") or asked.has("style")),
        "stylize": asked.value("stylize"),
        "chaos": asked.value("chaos"),
        "stop": asked.value("stop"),
        "mode": next((named for named in Mode if asked.has(named)), mode),
        "weird": asked.value("weird"),
        "seamless": asked.has("tile"),
        "raw": asked.has("raw") or asked.has("style"),
        "hd": asked.has("hd"),
        "film": asked.has("video"),
        "image_weight": asked.value("iw"),
        "style_weight": asked.value("sw"),
        "character_weight": asked.value("ow") if asked.has("oref") else asked.value("cw"),
        "style_code": style_code(asked),
    }


def stealth_typed(request: PaintRequest) -> bool | None:
    """True for --stealth, False for --public, None where the prompt names neither."""
    with suppress(Mistake):  # a prompt that an earlier release could read
        prompt = parse(request.prompt)
        return True if prompt.has("stealth") else False if prompt.has("public") else None
    return None
