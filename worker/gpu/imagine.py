"""Four pictures from words."""

from __future__ import annotations

from jobs.records import Record
from models.order import OnStep
from worker.gpu.orders import order_for
from worker.gpu.painted import Painted, by
from worker.gpu.studio import Studio


def imagine(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles. Raises `UnknownModel`, and what loading and painting raise."""
    painter = studio.painters.get(record.request.model)
    return by(painter, painter.paint(order_for(record.request), on_step))
