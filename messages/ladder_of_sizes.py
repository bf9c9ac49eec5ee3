"""How a picture that is too large for a place is made to fit: the picture as stored, lossless WebP, quality steps,
then a smaller copy, which the message says in words. The store keeps the original in every case.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from PIL import Image

MIB = 1024 * 1024
TIERS = (100 * MIB, 50 * MIB, 25 * MIB, 10 * MIB, 8 * MIB)  #: bytes; limits that Discord has had for a file
WEBP_MAX_SIDE = 16383  #: pixels, of the format
Format = Literal["png", "webp", "jpeg"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to encode: `quality` None is lossless; `scale` is of the side, 0 < scale <= 1."""

    format: Format
    quality: int | None = None
    scale: float = 1.0


RUNGS = (
    Rung("png"),
    Rung("webp"),
    Rung("webp", 95),
    Rung("webp", 88),
    Rung("jpeg", 92),
    Rung("webp", 78),
    Rung("jpeg", 80),
    Rung("webp", 88, 0.75),
    Rung("webp", 88, 0.5),
    Rung("jpeg", 80, 0.5),
    Rung("webp", 80, 0.25),
    Rung("jpeg", 70, 0.125),
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture that fits."""

    data: bytes
    rung: Rung

    @property
    def suffix(self) -> str:
        """The file name's end, with its dot."""
        return ".jpg" if self.rung.format == "jpeg" else f".{self.rung.format}"

    @property
    def smaller(self) -> bool:
        """Whether the message must say that this is a smaller copy."""
        return self.rung.scale < 1


def fit(png: bytes, limit: int) -> Fitted | None:
    """The best rung whose file has at most `limit` bytes, or None when even the smallest copy has more.

    The first rung is the stored file itself, byte by byte. Raises `OSError` on bytes that are no picture."""
    if len(png) <= limit:
        return Fitted(png, RUNGS[0])
    return next((fitted for fitted in _encoded(png) if len(fitted.data) <= limit), None)


def limit_after_refusal(size: int) -> int:
    """The limit to try next when a place refused `size` bytes: the next tier, or three quarters below the tiers."""
    return next((tier for tier in TIERS if tier < size), size * 3 // 4)


def _encoded(png: bytes) -> Iterator[Fitted]:
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    for rung in RUNGS[1:]:
        if rung.format != "webp" or max(picture.size) * rung.scale <= WEBP_MAX_SIDE:
            yield Fitted(encode(picture, rung), rung)


def encode(picture: Image.Image, rung: Rung) -> bytes:
    """The file's bytes. `picture` is RGB, any size."""
    if rung.scale < 1:
        size = (max(1, round(picture.width * rung.scale)), max(1, round(picture.height * rung.scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if rung.quality is None:
        picture.save(out, rung.format, lossless=True)
    else:
        picture.save(out, rung.format, quality=rung.quality)
    return out.getvalue()
