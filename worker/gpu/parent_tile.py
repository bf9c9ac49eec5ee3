"""The picture that a V or upscale button was pressed for."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from jobs.errors import JobUnknown
from jobs.records import Record
from worker.gpu.studio import Studio


@dataclass(frozen=True, slots=True)
class ParentTile:
    """`picture` is RGB, as stored; `provenance` is the parent's."""

    picture: Image.Image
    provenance: Mapping[str, str]


def parent_tile(studio: Studio, record: Record) -> ParentTile:
    """Raises `JobUnknown` when the parent's record or picture is gone."""
    request = record.request
    if request.parent is None or request.tile is None:
        raise JobUnknown(job="")
    parent = studio.ledger.get(request.parent)
    tiles = parent.pictures.tiles
    if len(tiles) < request.tile:
        raise JobUnknown(job=request.parent)
    try:
        data = studio.pictures.get(tiles[request.tile - 1])
    except FileNotFoundError as error:
        raise JobUnknown(job=request.parent) from error
    with Image.open(io.BytesIO(data)) as opened:
        return ParentTile(opened.convert("RGB"), parent.provenance)
