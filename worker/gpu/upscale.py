"""One tile at twice its width and height."""

from __future__ import annotations

from jobs.records import Record
from jobs.requests import Upscaler
from models.hd import in_detail
from models.order import OnStep
from models.upscale import upscale as enlarged
from worker.gpu.given import order_of
from worker.gpu.painted import Painted, by
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def upscale(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """One picture. The subtle way needs no model, so no step is reported; the creative one paints details anew.

    Raises `JobUnknown` when the parent is gone, and the creative way as `imagine` does.
    """
    tile, request = parent_tile(studio, record), record.request
    if request.upscaler is Upscaler.SUBTLE:
        return Painted([enlarged(tile.picture)], tile.provenance)
    painter = studio.painters.get(request.model)
    return by(painter, in_detail(painter, order_of(studio, record), [tile.picture], on_step))
