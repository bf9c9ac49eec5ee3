"""One tile at twice its width and height."""

from __future__ import annotations

from jobs.records import Record
from models import upscale as upscaling
from models.order import OnStep
from worker.gpu.painted import Painted
from worker.gpu.parent_tile import parent_tile
from worker.gpu.studio import Studio


def upscale(studio: Studio, record: Record, on_step: OnStep) -> Painted:
    """One picture; no model is needed, so no step is reported. Raises `JobUnknown` when the parent is gone."""
    tile = parent_tile(studio, record)
    return Painted([upscaling.upscale(tile.picture)], tile.provenance)
