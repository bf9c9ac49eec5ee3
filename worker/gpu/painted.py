"""What a verb hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from models.painting import Painter


@dataclass(frozen=True, slots=True)
class Painted:
    """The tiles (four, or one), and where they came from: weights, scheduler, precision, versions."""

    tiles: list[Image.Image]
    provenance: Mapping[str, str]


def by(painter: Painter, tiles: list[Image.Image]) -> Painted:
    """Tiles that a model painted."""
    return Painted(tiles, origin(painter))


def origin(painter: Painter) -> dict[str, str]:
    """A model's provenance as a record keeps it."""
    return {name: str(value) for name, value in painter.provenance.as_dict().items()}
