"""Four variations of one tile."""

from __future__ import annotations

from PIL import Image

from jobs.records import Record
from jobs.requests import Strength
from models.order import OnStep
from models.painting import Painter
from worker.gpu.orders import order_for
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def vary(studio: Studio, painter: Painter, record: Record, on_step: OnStep) -> list[Image.Image]:
    """The four tiles. Raises `JobUnknown` when the parent is gone."""
    strength = record.request.strength or Strength.STRONG
    return painter.vary(order_for(record.request), parent_tile(studio, record), strength.value, on_step)
