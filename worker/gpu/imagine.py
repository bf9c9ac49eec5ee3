"""Four pictures from words."""

from __future__ import annotations

from jobs.records import Record
from models.order import OnStep
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.studio import Studio


def imagine(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles. Raises `UnknownModel`, and what loading and painting raise."""
    painter = studio.painters.get(record.request.model)
    return by(painter, painter.paint(order_of(studio, record), on_step))
