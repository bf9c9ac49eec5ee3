"""One tile whose shorter side is filled up, in four ways."""

from __future__ import annotations

from jobs.records import Record
from models.order import OnStep
from models.outpaint import extend, squared
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def square(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four square tiles. Raises `JobUnknown` when the parent is gone, and as `imagine` does."""
    tile, painter = parent_tile(studio, record).picture, studio.painters.get(record.request.model)
    return by(painter, extend(painter, order_of(studio, record), tile, squared(tile.size), on_step))
