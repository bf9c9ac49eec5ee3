"""Multi-prompts: `hot:: dog`, `tulips::2 red::-.5`.

`::` ends a chunk; a number glued behind it is the chunk's weight, 1 without one, and the last chunk needs no `::`.
Weights may be negative, and their sum must be above 0; --no takes no part in the sum.
"""

from __future__ import annotations

import re

from jobs.prompt.mistakes import EmptyPrompt, WeightsNotPositive
from jobs.prompt.prompt import Chunk

_END = re.compile(r"::(?:(?P<weight>[-−+]?(?:[0-9]{1,9}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}))(?![\w.]))?")


def chunks_of(words: str) -> tuple[Chunk, ...]:
    """The chunks that have words. Raises `WeightsNotPositive`, or `EmptyPrompt` where there is none."""
    if "::" not in words:
        return (Chunk(words),)
    chunks, start = [], 0
    for end in _END.finditer(words):
        weight = float((end["weight"] or "1").replace("−", "-"))
        chunks.append(Chunk(words[start : end.start()].strip(), weight))
        start = end.end()
    chunks.append(Chunk(words[start:].strip()))
    return _checked(tuple(chunk for chunk in chunks if chunk.text))


def _checked(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    if not chunks:
        raise EmptyPrompt()
    total = round(sum(chunk.weight for chunk in chunks), 6)
    if total <= 0:
        raise WeightsNotPositive(total=f"{total:g}")
    return chunks
