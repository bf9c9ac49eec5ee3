"""A part of one tile, painted anew in four ways."""

from __future__ import annotations

from PIL import Image

from jobs.errors import JobUnknown
from jobs.records import Record
from models.inpaint import repaint
from models.order import OnStep
from worker.gpu.given import given, order_of
from worker.gpu.painted import Painted, by
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def region(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """The four tiles. Raises `JobUnknown` when the parent or its mask is gone, and as `imagine` does."""
    tile, chosen = parent_tile(studio, record).picture, mask(studio, record)
    painter = studio.painters.get(record.request.model)
    return by(painter, repaint(painter, order_of(studio, record), tile, chosen, on_step))


def mask(studio: Studio, record: Record) -> Image.Image:
    """White where the tile is painted anew. Raises `JobUnknown` when it is gone."""
    key = record.request.mask
    if key is None:
        raise JobUnknown(job=record.id)
    return given(studio, record, key).convert("L")
