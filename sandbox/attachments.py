"""Files: their type and size in pixels, and addresses that are signed and expire."""

from __future__ import annotations

import hashlib
import hmac
import mimetypes
import re
import struct
from collections.abc import Mapping

from sandbox.state import Attachment

FIRST_SOF, NO_SOF, LAST_SOF = 0xC0, (0xC4, 0xC8, 0xCC), 0xCF  #: JPEG start-of-frame markers and the gaps among them


def content_type(filename: str) -> str:
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"


def clean_name(filename: str) -> str:
    """Discord keeps letters, digits, dot, dash and underscore of a file's name."""
    return re.sub(r"[^\w.\-]", "_", filename)[-200:] or "unknown"


def pixels(data: bytes) -> tuple[int, int] | None:
    """(width, height) of a PNG, GIF, WebP or JPEG, else None."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp(data)
    return _jpeg(data) if data[:2] == b"\xff\xd8" else None


def _webp(data: bytes) -> tuple[int, int] | None:
    """The three layouts of the WebP container specification: lossy, lossless, extended."""
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if FIRST_SOF <= marker <= LAST_SOF and marker not in NO_SOF:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None


class Signer:
    """Signs an attachment's address with `ex`, `is` (hexadecimal unix seconds) and `hm`, as Discord's CDN does."""

    def __init__(self, base: str, secret: bytes, lifetime_s: float) -> None:
        self._base, self._secret, self._lifetime_s = base, secret, lifetime_s

    def address(self, attachment: Attachment, now: float) -> str:
        path = _path(attachment)
        issued, expires = f"{int(now):x}", f"{int(now + self._lifetime_s):x}"
        return f"{self._base}{path}?ex={expires}&is={issued}&hm={self._seal(path, expires, issued)}"

    def accepts(self, attachment: Attachment, query: Mapping[str, str], now: float) -> bool:
        expires, issued = query.get("ex", ""), query.get("is", "")
        if not re.fullmatch(r"[0-9a-f]{1,12}", expires) or int(expires, 16) < now:
            return False
        wanted = self._seal(_path(attachment), expires, issued)
        return hmac.compare_digest(query.get("hm", "").encode(), wanted.encode())

    def _seal(self, path: str, expires: str, issued: str) -> str:
        return hmac.new(self._secret, f"{path}{expires}{issued}".encode(), hashlib.sha256).hexdigest()


def _path(attachment: Attachment) -> str:
    folder = "ephemeral-attachments" if attachment.ephemeral else "attachments"
    return f"/{folder}/{attachment.channel_id}/{attachment.id}/{attachment.filename}"
