"""--hd: whatever a verb paints comes out at twice its width and height, with details painted anew."""

from __future__ import annotations

from collections.abc import Callable

from jobs.records import Record
from models.hd import SHARE, in_detail
from models.order import OnStep
from models.phases import Phases
from worker.gpu.given import order_of
from worker.gpu.painted import Painted
from worker.gpu.studio import Studio

Paint = Callable[[Studio, Record, OnStep], Painted]


def in_hd(paint: Paint) -> Paint:
    """`paint`, followed by the refinement where the request asks for it."""

    def painted(studio: Studio, record: Record, on_step: OnStep) -> Painted:
        if not record.request.hd:
            return paint(studio, record, on_step)
        phases = Phases(on_step, (1.0, SHARE))
        first = paint(studio, record, phases.phase(0))
        painter = studio.painters.get(record.request.model)
        tiles = in_detail(painter, order_of(studio, record), first.tiles, phases.phase(1))
        for tile, before in zip(tiles, first.tiles, strict=True):
            tile.info.update(before.info)  # which candidate it was, of those that were painted
        return Painted(tiles, first.provenance)

    return painted
