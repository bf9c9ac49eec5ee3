"""What each button that makes a job asks for: one row per door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from jobs import plan
from jobs.catalog import Catalog
from jobs.requests import JobId, PaintRequest, Side, Strength, Tile, Upscaler
from messages.custom_id import Door


class Asked(NamedTuple):
    """What a button's request is made of."""

    tile: Tile
    parent: JobId
    request: PaintRequest  #: the parent's, in the mode of the person who presses
    variability: Strength
    seed: int  #: 0 <= seed < 2**32, drawn for this press
    catalog: Catalog
    stealth: bool = False  #: what comes of it is for the person alone, unless its prompt says otherwise
    auto_dm: bool = False  #: a copy goes to the person directly


def _varied(strength: Strength | None) -> Callable[[Asked], PaintRequest]:
    """Without a strength, the one of the person's settings."""
    return lambda asked: plan.vary(asked.request, asked.parent, asked.tile, strength or asked.variability, asked.seed)


def _upscaled(upscaler: Upscaler) -> Callable[[Asked], PaintRequest]:
    return lambda asked: plan.upscale(asked.request, asked.parent, asked.tile, upscaler, asked.seed)


def _redone(upscaler: Upscaler) -> Callable[[Asked], PaintRequest]:
    return lambda asked: plan.redo(asked.request, upscaler, asked.seed)


def _zoomed(factor: float) -> Callable[[Asked], PaintRequest]:
    return lambda asked: plan.zoom(asked.request, asked.parent, asked.tile, factor, asked.seed)


def _panned(side: Side) -> Callable[[Asked], PaintRequest]:
    def behind(asked: Asked) -> PaintRequest:
        entry = asked.catalog.get(asked.request.model)
        return plan.pan(asked.request, asked.parent, asked.tile, side, asked.seed, entry)

    return behind


def _squared(asked: Asked) -> PaintRequest:
    entry = asked.catalog.get(asked.request.model)
    return plan.square(asked.request, asked.parent, asked.tile, asked.seed, entry)


BEHIND: Mapping[Door, Callable[[Asked], PaintRequest]] = {
    Door.PICK: lambda asked: plan.pick(asked.request, asked.parent, asked.tile),
    Door.REROLL: lambda asked: plan.reroll(asked.request, asked.seed),
    Door.VARY: _varied(None),
    Door.SUBTLE: _varied(Strength.SUBTLE),
    Door.STRONG: _varied(Strength.STRONG),
    Door.UPSCALE: _upscaled(Upscaler.SUBTLE),
    Door.CREATIVE: _upscaled(Upscaler.CREATIVE),
    Door.REDO_SUBTLE: _redone(Upscaler.SUBTLE),
    Door.REDO_CREATIVE: _redone(Upscaler.CREATIVE),
    Door.ZOOM_2: _zoomed(2.0),
    Door.ZOOM_1_5: _zoomed(1.5),
    Door.SQUARE: _squared,
    Door.LEFT: _panned(Side.LEFT),
    Door.RIGHT: _panned(Side.RIGHT),
    Door.UP: _panned(Side.UP),
    Door.DOWN: _panned(Side.DOWN),
}
