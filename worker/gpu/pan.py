"""One tile that goes on at one side, in four ways."""

from __future__ import annotations

from jobs.errors import JobUnknown
from jobs.records import Record
from models.order import OnStep
from models.outpaint import extend, panned
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def pan(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles, of the request's shape. Raises `JobUnknown` when the parent is gone, and as `imagine` does."""
    request, tile = record.request, parent_tile(studio, record).picture
    if request.side is None:
        raise JobUnknown(job=record.id)
    placed = panned(tile.size, (request.width, request.height), request.side.value)
    painter = studio.painters.get(request.model)
    return by(painter, extend(painter, order_of(studio, record), tile, placed, on_step))
