"""From a prompt to requests that decide everything: model, size, steps, guidance, seeds.

--quality Q    steps = the model's steps x Q, at least 1
--stylize S    guidance scale = 1 + (the model's - 1) x f(S); f falls from 1.25 at 0 over 1 at 100 to 0.5 at 1000
--repeat N     N requests; a given seed counts up from one to the next, otherwise each draws its own
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from jobs.catalog import Catalog, ModelEntry
from jobs.errors import Mistake, TooManyPictures
from jobs.geometry import SQUARE, frame
from jobs.knows import has_han, knows_any
from jobs.notes import Note
from jobs.preferences import Preferences
from jobs.prompt import Prompt, echo, parse
from jobs.requests import JobId, Mode, PaintRequest, Strength, Tile, Verb, with_seed

SEEDS = 2**32
EXAMPLES = 6  #: things named in the note about an unknown prompt


class ModelCannot(Mistake):
    """The chosen model has no means for a parameter."""

    code = "model_cannot"
    english = "{title} cannot do `--{parameter}`; these models can: {others}."


class AlreadyUpscaled(Mistake):
    """A picture is upscaled once."""

    code = "already_upscaled"
    english = "This picture is upscaled already."


@dataclass(frozen=True, slots=True)
class Limits:
    """What one prompt may ask for."""

    jobs_at_once: int = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """One request per grid, and what the person should know."""

    requests: tuple[PaintRequest, ...]
    notes: tuple[Note, ...] = ()


def plan(
    prompt: Prompt,
    preferences: Preferences,
    catalog: Catalog,
    draw_seed: Callable[[], int],
    limits: Limits = Limits(),
) -> Plan:
    """What is to be painted. `draw_seed` gives 0 <= seed < 2**32. Raises a `Mistake`."""
    asked = preferences.applied_to(prompt)
    entry = _entry(asked, preferences, catalog)
    _check(asked, entry, catalog, limits)
    if entry.name != catalog.default:
        asked = asked.with_missing({"model": entry.name})
    seeds = seeds_for(asked.value("repeat"), asked.value("seed"), draw_seed)
    requests = tuple(_request(asked, entry, preferences, seed) for seed in seeds)
    return Plan(requests, _notes(asked, entry, preferences))


def _entry(asked: Prompt, preferences: Preferences, catalog: Catalog) -> ModelEntry:
    """The model that was typed, else the preferred one where it still exists, else the default."""
    if typed := asked.value("model"):
        return catalog.get(typed)
    return catalog.get(preferences.model if (preferences.model or "") in catalog else None)


def _check(asked: Prompt, entry: ModelEntry, catalog: Catalog, limits: Limits) -> None:
    if asked.value("repeat") > limits.jobs_at_once:
        raise TooManyPictures(count=asked.value("repeat"), limit=limits.jobs_at_once)
    wanted = [name for name, _ in asked.given] + ["no"] * bool(asked.negative)
    for name in wanted:
        if name in entry.cannot:
            others = ", ".join(other.name for other in catalog.models if name not in other.cannot)
            raise ModelCannot(title=entry.title, parameter=name, others=others or "-")


def seeds_for(count: int, given: int | None, draw_seed: Callable[[], int]) -> tuple[int, ...]:
    """`count` different seeds: from the given one upwards (around at 2**32), else drawn."""
    if given is not None:
        return tuple((given + k) % SEEDS for k in range(count))
    drawn: dict[int, None] = {}
    for _ in range(count):
        seed = draw_seed() % SEEDS
        while seed in drawn:
            seed = (seed + 1) % SEEDS
        drawn[seed] = None
    return tuple(drawn)


def steps_for(entry: ModelEntry, quality: float) -> int:
    """Denoising steps of a full run."""
    return max(1, round(entry.steps * quality))


def guidance_for(entry: ModelEntry, stylize: int) -> float:
    """The guidance scale, never rising with `stylize`; a model that paints without guidance keeps its own."""
    if entry.guidance_scale <= 1:
        return entry.guidance_scale
    factor = 1.25 - 0.25 * stylize / 100 if stylize <= 100 else 1 - 0.5 * (stylize - 100) / 900
    return round(1 + (entry.guidance_scale - 1) * factor, 4)


def _mode(asked: Prompt, preferences: Preferences) -> Mode:
    return next((mode for mode in Mode if asked.has(mode)), preferences.mode)


def _request(asked: Prompt, entry: ModelEntry, preferences: Preferences, seed: int) -> PaintRequest:
    width, height = frame(asked.value("ar") or SQUARE, entry.native_size, entry.multiple, entry.max_pixels)
    return PaintRequest(
        prompt=echo(asked.without("repeat"), seed if asked.has("seed") else None),
        text=asked.text,
        negative=asked.negative,
        model=entry.name,
        seed=seed,
        width=width,
        height=height,
        steps=steps_for(entry, asked.value("quality")),
        guidance_scale=guidance_for(entry, asked.value("stylize")),
        clip_guidance=entry.clip_guidance,
        rank_from=entry.rank_from,
        stylize=asked.value("stylize"),
        chaos=asked.value("chaos"),
        stop=asked.value("stop"),
        mode=_mode(asked, preferences),
    )


def _notes(asked: Prompt, entry: ModelEntry, preferences: Preferences) -> tuple[Note, ...]:
    notes = []
    if preferences.model and not asked.has("model") and preferences.model != entry.name:
        notes.append(Note(code="model_gone", values={"name": preferences.model, "title": entry.title}))
    if entry.vocabulary and entry.vocabulary.objects and not knows_any(asked.text, entry.vocabulary):
        names = [term.zh if has_han(asked.text) else term.en for term in entry.vocabulary.objects]
        examples = ", ".join(name[0] for name in names[:EXAMPLES] if name)
        notes.append(Note(code="knows_nothing", values={"title": entry.title, "examples": examples}))
    if "zh" not in entry.languages and has_han(asked.text):
        notes.append(Note(code="reads_only", values={"title": entry.title, "languages": ", ".join(entry.languages)}))
    if any(abs(chunk.weight) != 1 for chunk in asked.chunks):
        notes.append(Note(code="weights_flattened"))
    return tuple(notes)


def reroll(request: PaintRequest, seed: int) -> PaintRequest:
    """The same again from another seed; a seed in the shown prompt follows."""
    shown = request.prompt
    with suppress(Mistake):  # a prompt that an earlier release could read stays as it is
        prompt = parse(shown)
        shown = echo(prompt, seed) if prompt.has("seed") else shown
    return with_seed(request, seed).model_copy(update={"prompt": shown})


def _of_tile(request: PaintRequest, verb: Verb, parent: JobId, tile: Tile, **changes: object) -> PaintRequest:
    return request.model_copy(update={"verb": verb, "parent": parent, "tile": tile, "strength": None, **changes})


def vary(request: PaintRequest, parent: JobId, tile: Tile, strength: Strength, seed: int) -> PaintRequest:
    """Four variations of a tile of `parent`, whose request is given. 0 <= seed < 2**32."""
    return _of_tile(request, Verb.VARY, parent, tile, strength=strength, seed=seed)


def pick(request: PaintRequest, parent: JobId, tile: Tile) -> PaintRequest:
    """The stored tile of `parent`, as it is."""
    return _of_tile(request, Verb.PICK, parent, tile)


def upscale(request: PaintRequest, parent: JobId, tile: Tile) -> PaintRequest:
    """A tile of `parent` at twice its width and height; `width` and `height` stay those that the model paints in,
    so that a variation of the result returns to them. Raises `AlreadyUpscaled`."""
    if request.verb is Verb.UPSCALE:
        raise AlreadyUpscaled()
    return _of_tile(request, Verb.UPSCALE, parent, tile)
