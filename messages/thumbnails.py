"""Small copies for lists of pictures."""

from __future__ import annotations

import io

from PIL import Image

from jobs.pictures import PictureStore
from jobs.records import Record
from messages.render import picture_key

SIDE = 256  #: pixels, at most


def thumbnail(pictures: PictureStore, record: Record) -> bytes | None:
    """A WebP of at most 256 pixels a side; None where the picture is gone."""
    try:
        png = pictures.get(picture_key(record) or "")
    except (FileNotFoundError, ValueError):
        return None
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as opened:
        small = opened.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    small.save(out, "webp", quality=80)
    return out.getvalue()
