"""The requests behind the buttons that take a tile as it stands: 🔄, V, U, upscale, Vary (Region)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from jobs.errors import Mistake
from jobs.plan.mistakes import AlreadyUpscaled
from jobs.prompt import echo, parse
from jobs.requests import JobId, PaintRequest, Strength, Tile, Upscaler, Verb, with_seed

_UNTOUCHED: dict[str, Any] = {"strength": None, "upscaler": Upscaler.SUBTLE, "mask": None, "zoom": 1.0, "side": None}


def reroll(request: PaintRequest, seed: int) -> PaintRequest:
    """The same again from another seed; a seed in the shown prompt follows."""
    return with_seed(request, seed).model_copy(update={"prompt": with_shown_seed(request.prompt, seed)})


def with_shown_seed(shown: str, seed: int) -> str:
    """A shown prompt with another seed, where it shows one."""
    with suppress(Mistake):  # a prompt that an earlier release could read stays as it is
        prompt = parse(shown)
        return echo(prompt, seed) if prompt.has("seed") else shown
    return shown


def of_tile(request: PaintRequest, verb: Verb, parent: JobId, tile: Tile, **changes: object) -> PaintRequest:
    """What is done to a tile of `parent`, whose request is given; nothing of what made the parent's own frame stays."""
    return request.model_copy(update={**_UNTOUCHED, "verb": verb, "parent": parent, "tile": tile, **changes})


def vary(request: PaintRequest, parent: JobId, tile: Tile, strength: Strength, seed: int) -> PaintRequest:
    """Four variations of a tile of `parent`, whose request is given. 0 <= seed < 2**32."""
    return of_tile(request, Verb.VARY, parent, tile, strength=strength, seed=seed)


def pick(request: PaintRequest, parent: JobId, tile: Tile) -> PaintRequest:
    """The stored tile of `parent`, as it is."""
    return of_tile(request, Verb.PICK, parent, tile)


def upscale(
    request: PaintRequest, parent: JobId, tile: Tile, upscaler: Upscaler = Upscaler.SUBTLE, seed: int | None = None
) -> PaintRequest:
    """A tile of `parent` at twice its width and height; `width` and `height` stay those that the model paints in,
    so that a variation of the result returns to them. A seed lets the creative one invent anew.
    Raises `AlreadyUpscaled`."""
    if request.verb is Verb.UPSCALE:
        raise AlreadyUpscaled()
    return of_tile(request, Verb.UPSCALE, parent, tile, upscaler=upscaler, seed=request.seed if seed is None else seed)


def redo(request: PaintRequest, upscaler: Upscaler, seed: int) -> PaintRequest:
    """An upscale's tile upscaled again, this way or the other."""
    return request.model_copy(update={"upscaler": upscaler, "seed": seed})


def region(request: PaintRequest, parent: JobId, tile: Tile, mask: str, seed: int) -> PaintRequest:
    """A tile whose part under `mask` (a key in the picture store) is painted anew; `remix` gives it other words."""
    return of_tile(request, Verb.REGION, parent, tile, mask=mask, seed=seed)
