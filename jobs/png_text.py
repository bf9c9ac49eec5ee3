"""The text chunks of a PNG, read without decoding a pixel: which job of ours painted it.

PNG specification, third edition, 11.3.3. Compressed texts are left alone: ours are not, and others' may be bombs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jobs.requests import JobId

JOB = "atelier-job"  #: keyword of the chunk that holds a job's id
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_JOB = re.compile(r"[0-9a-f]{32}")


def job_in(png: bytes) -> JobId | None:
    """The job that a picture of ours came from; None for other pictures, and for what is no picture."""
    found = texts_in(png).get(JOB, "")
    return JobId(found) if _JOB.fullmatch(found) else None


def texts_in(png: bytes) -> dict[str, str]:
    """Keyword -> text; the first of a keyword counts. Empty for what is no PNG; of a damaged one, what can be read."""
    texts: dict[str, str] = {}
    for kind, data in _chunks(png):
        keyword, separator, rest = data.partition(b"\0")
        if separator and kind == b"tEXt":
            texts.setdefault(keyword.decode("latin-1"), rest.decode("latin-1"))
        elif separator and kind == b"iTXt" and rest[:1] == b"\0":  # not compressed
            *_, text = rest[2:].split(b"\0", 2)
            texts.setdefault(keyword.decode("latin-1"), text.decode("utf-8", "replace"))
    return texts


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of each whole chunk; the pictures' own are not copied."""
    place = len(SIGNATURE) if png.startswith(SIGNATURE) else len(png)
    while place + 12 <= len(png):
        length, kind = int.from_bytes(png[place : place + 4], "big"), png[place + 4 : place + 8]
        if place + 12 + length > len(png):
            return
        yield kind, png[place + 8 : place + 8 + length] if kind.endswith(b"Xt") else b""
        place += 12 + length
