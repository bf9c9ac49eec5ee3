"""One tile smaller within its frame, or within another one, its surroundings painted in four ways."""

from __future__ import annotations

from jobs.records import Record
from models.order import OnStep
from models.outpaint import extend, zoomed
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def zoom(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles, of the request's size. Raises `JobUnknown` when the parent is gone, and as `imagine` does."""
    request, tile = record.request, parent_tile(studio, record).picture
    placed = zoomed(tile.size, (request.width, request.height), request.zoom)
    painter = studio.painters.get(request.model)
    return by(painter, extend(painter, order_of(studio, record), tile, placed, on_step))
