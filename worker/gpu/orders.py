"""From what the bot decided to what the models understand: a request becomes an order, a catalog's entry a card."""

from __future__ import annotations

from dataclasses import fields

from jobs.catalog import ModelEntry
from jobs.requests import PaintRequest
from models.card import ModelCard
from models.order import PaintOrder

TILES = 4

_RENAMED = {"default_steps": "steps", "default_guidance_scale": "guidance_scale"}


def order_for(request: PaintRequest) -> PaintOrder:
    """The grid of four that a request asks for."""
    return PaintOrder(
        prompt=request.text,
        negative_prompt=request.negative,
        width=request.width,
        height=request.height,
        steps=request.steps,
        guidance_scale=request.guidance_scale,
        seed=request.seed,
        candidates=TILES,
        stop_percent=request.stop,
        clip_guidance=request.clip_guidance,
        rank_from=request.rank_from if request.rank_from > TILES else 0,
        chaos=request.chaos,
    )


def card_for(entry: ModelEntry) -> ModelCard:
    """The same model as the mathematics names its facts; what only people read stays behind."""
    known = set(type(entry).model_fields) - {"vocabulary"}
    values = {}
    for field in fields(ModelCard):
        name = _RENAMED.get(field.name, field.name)
        if name in known:
            values[field.name] = getattr(entry, name)
    return ModelCard(**values)
