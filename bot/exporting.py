"""Originals as a ZIP: as many jobs, from the first on, as a file may hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.pictures import PictureStore
from jobs.records import Record
from messages.naming import file_name

MARGIN = 64 * 1024  #: bytes for the ZIP's own table
LARGEST = 100 * 1024 * 1024  #: bytes in memory, whatever the server allows


@dataclass(frozen=True, slots=True)
class Packed:
    """The file, and how many jobs are in it."""

    data: bytes
    jobs: int

    def stream(self) -> io.BytesIO:
        """To be read from the start."""
        return io.BytesIO(self.data)


def export(pictures: PictureStore, records: Sequence[Record], limit: int) -> Packed:
    """Every tile as it was painted; a job whose tiles do not all fit into `limit` bytes ends the ZIP."""
    out, room, jobs = io.BytesIO(), min(limit, LARGEST) - MARGIN, 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for record in records:
            tiles = _tiles(pictures, record)
            room -= sum(map(len, tiles))
            if room < 0:
                break
            for number, tile in enumerate(tiles, start=1):
                archive.writestr(file_name(record, f"{number}.png"), tile)
            jobs += bool(tiles)
    return Packed(out.getvalue(), jobs)


def _tiles(pictures: PictureStore, record: Record) -> list[bytes]:
    """None where they are gone."""
    try:
        return [pictures.get(key) for key in record.pictures.tiles]
    except FileNotFoundError:
        return []
