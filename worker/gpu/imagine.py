"""Four pictures from words."""

from __future__ import annotations

from PIL import Image

from jobs.records import Record
from models.order import OnStep
from models.painting import Painter
from worker.gpu.orders import order_for
from worker.gpu.studio import Studio


def imagine(studio: Studio, painter: Painter, record: Record, on_step: OnStep) -> list[Image.Image]:
    """The four tiles."""
    return painter.paint(order_for(record.request), on_step)
