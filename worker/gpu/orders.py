"""From what the bot decided to what the models understand: a request becomes an order, a catalog's entry a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from jobs.catalog import ModelEntry
from jobs.requests import PaintRequest
from models.card import ModelCard, Words
from models.order import Chunk, PaintOrder, Reference

TILES = 4
QUIETEST = 0.25  #: how loud the words are at --stylize 1000

_RENAMED = {"default_steps": "steps", "default_guidance_scale": "guidance_scale"}


def order_for(request: PaintRequest, references: Sequence[Reference] = ()) -> PaintOrder:
    """The grid of four that a request asks for; `references`: its pictures, as they were loaded."""
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
        clip_guidance=0.0 if request.raw else request.clip_guidance,
        rank_from=request.rank_from if request.rank_from > TILES and not request.raw else 0,
        chaos=request.chaos,
        chunks=tuple(Chunk(chunk.text, chunk.weight) for chunk in request.chunks),
        loudness=loudness_of(request.stylize, request.raw),
        weird=request.weird,
        seamless=request.seamless,
        references=tuple(references),
        image_weight=request.image_weight,
        style_weight=request.style_weight,
        character_weight=request.character_weight,
        style_code=request.style_code,
    )


def loudness_of(stylize: int, raw: bool = False) -> float:
    """Above 100 the model's own taste drowns the words: 1 up to there, `QUIETEST` at 1000; with --raw it does not."""
    return 1.0 if raw or stylize <= 100 else 1 - (1 - QUIETEST) * (stylize - 100) / 900


def card_for(entry: ModelEntry) -> ModelCard:
    """The same model as the mathematics names its facts; what only people read stays behind."""
    known = set(type(entry).model_fields) - {"vocabulary"}
    values = {}
    for field in fields(ModelCard):
        name = _RENAMED.get(field.name, field.name)
        if name in known:
            values[field.name] = getattr(entry, name)
    return ModelCard(**values, words=words_of(entry))


def words_of(entry: ModelEntry) -> Words:
    """The vocabulary, where the model has one."""
    if entry.vocabulary is None:
        return Words()
    known = entry.vocabulary
    return Words(*(tuple(term.model_dump() for term in terms) for terms in (known.objects, known.places, known.others)))
