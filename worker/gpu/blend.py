"""A grid from two to five pictures, without words."""

from __future__ import annotations

from dataclasses import replace

from jobs.errors import JobUnknown
from jobs.records import Record
from models.blend import STRENGTH, mixed
from models.order import OnStep
from worker.gpu.given import given
from worker.gpu.orders import order_for
from worker.gpu.painted import Painted, by
from worker.gpu.studio import Studio


def blend(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles. Raises `JobUnknown` when a picture is gone, and as `imagine` does."""
    request = record.request
    if not request.references:
        raise JobUnknown(job=record.id)
    pictures = [given(studio, record, reference.key) for reference in request.references]
    weights = [reference.weight for reference in request.references]
    order, painter = replace(order_for(request), rank_from=0), studio.painters.get(request.model)
    size = (order.width, order.height)
    starts = tuple(mixed(pictures, weights, size, turn) for turn in order.painted)
    return by(painter, painter.paint(replace(order, image=starts, strength=STRENGTH), on_step))
