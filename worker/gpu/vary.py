"""Four variations of one tile."""

from __future__ import annotations

from jobs.records import Record
from jobs.requests import Strength
from models.order import OnStep
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def vary(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles. Raises `JobUnknown` when the parent is gone, and as `imagine` does."""
    tile, strength = parent_tile(studio, record).picture, record.request.strength or Strength.STRONG
    painter = studio.painters.get(record.request.model)
    return by(painter, painter.vary(order_of(studio, record), tile, strength.value, on_step))
