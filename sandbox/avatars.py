"""Plain avatars: one colour per person, as a PNG."""

from __future__ import annotations

import struct
import zlib

SIDE = 64  #: pixels


def png(colour: int) -> bytes:
    """A square of one 24-bit RGB colour."""
    row = b"\0" + colour.to_bytes(3, "big") * SIDE
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * SIDE)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
