"""Custom Zoom: a modal whose text changes words, frame and factor at once."""

from __future__ import annotations

from contextlib import suppress
from math import sqrt

from jobs.catalog import Catalog
from jobs.errors import Mistake
from jobs.geometry import SQUARE, frame
from jobs.plan.frames import resized, zoom
from jobs.plan.imagine import NO_STYLES, NOTHING, Plan
from jobs.plan.mistakes import NothingToZoom
from jobs.plan.references import Kept, Styles, picture_source
from jobs.plan.remixing import apply
from jobs.prompt import Prompt, echo, parse
from jobs.requests import JobId, PaintRequest, Tile


def zoom_text(request: PaintRequest) -> str:
    """What the form is filled with: the prompt with its shape, a square one too, and the factor."""
    shown = request.prompt
    with suppress(Mistake):  # a prompt that an earlier release could read stays as it is
        prompt = parse(shown)
        shown = echo(prompt if prompt.has("ar") else prompt.with_given(ar=SQUARE))
    return f"{shown} --zoom 2"


def custom_zoom(
    request: PaintRequest,
    parent: JobId,
    tile: Tile,
    text: str,
    seed: int,
    catalog: Catalog,
    *,
    kept: Kept = NOTHING,
    styles: Styles = NO_STYLES,
) -> Plan:
    """What the modal asks for: `--zoom 1-2` (2 without it), another --ar, other words as in a remix.
    Raises a `Mistake`: a wrong prompt, `NothingToZoom`, `FrameTooLarge`."""
    edited = parse(text)
    before = _shown(request, edited)
    entry = catalog.get(request.model)
    shape, old = edited.value("ar") or SQUARE, before.value("ar") or SQUARE
    size = (request.width, request.height)
    if shape != old:
        size = frame(shape, round(sqrt(request.width * request.height)), entry.multiple, entry.max_pixels)
    if edited.value("zoom") == 1 and size == (request.width, request.height):
        raise NothingToZoom()
    zoomed = resized(zoom(request, parent, tile, edited.value("zoom"), seed), *size, entry)
    edited = edited.without("zoom") if shape != SQUARE else edited.without("zoom", "ar")
    before = before.without("ar").with_missing({"ar": shape} if edited.has("ar") else {})
    zoomed = zoomed.model_copy(update={"prompt": echo(before)})
    kept = {**{picture_source(item.key): item.key for item in request.references}, **kept}
    return apply(zoomed, edited, before, catalog, kept, styles)


def _shown(request: PaintRequest, edited: Prompt) -> Prompt:
    """The prompt of the picture; where it is no longer readable, nothing of it is taken for changed."""
    with suppress(Mistake):
        return parse(request.prompt)
    return edited.without("zoom")
