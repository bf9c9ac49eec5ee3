"""A grid from two to five pictures, without words."""

from __future__ import annotations

from dataclasses import replace

from jobs.errors import JobUnknown
from jobs.records import Record
from models.blend import STRENGTH, mixed
from models.order import OnStep
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.studio import Studio


def blend(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles: each starts from a mixture of the pictures, and is painted after them where the model can.

    Raises `JobUnknown` when a picture is gone, and as `imagine` does.
    """
    if not record.request.references:
        raise JobUnknown(job=record.id)
    order, painter = replace(order_of(studio, record), rank_from=0), studio.painters.get(record.request.model)
    pictures = [reference.image for reference in order.references]
    weights = [reference.weight for reference in order.references]
    starts = tuple(mixed(pictures, weights, (order.width, order.height), turn) for turn in order.painted)
    if not painter.abilities.image:
        order = replace(order, references=())
    return by(painter, painter.paint(replace(order, image=starts, strength=STRENGTH), on_step))
