"""From text to `Prompt`; see `jobs.prompt` for the grammar. Pure, and raises nothing but mistakes."""

from __future__ import annotations

import re

from jobs.prompt.characters import readable
from jobs.prompt.marks import marks_in, typed_by
from jobs.prompt.mistakes import (
    EmptyPrompt,
    PermutationNotOffered,
    ReferenceNotOffered,
    TooLong,
    WordsInSuffix,
    shown,
)
from jobs.prompt.prompt import Given, Prompt
from jobs.prompt.values import given_by
from jobs.prompt.weights import chunks_of

LIMIT = 6000  #: characters, as Midjourney's first documents say and as Discord lets people type

_BRACE = re.compile(r"(?<!\\)[{}｛｝]")
_LINK = re.compile(r"(?:^| )<?(https?://\S+)", re.IGNORECASE)


def parse(text: str) -> Prompt:
    """What `text` asks for. Raises a `Mistake`, never anything else."""
    words, given = _split(text)
    if not words:
        raise EmptyPrompt()
    if link := _LINK.search(words):
        raise ReferenceNotOffered(link=shown(link[1]))
    return Prompt(words, chunks_of(words), given)


def parse_parameters(text: str) -> Given:
    """The parameters of a suffix. Raises a `Mistake`, also where there are words; "" gives none."""
    words, given = _split(text)
    if words:
        raise WordsInSuffix(words=shown(words))
    return given


def _split(text: str) -> tuple[str, Given]:
    """The words, and what is given behind them."""
    if len(text) > LIMIT:
        raise TooLong(length=len(text), limit=LIMIT)
    clean = readable(text)
    if _BRACE.search(clean):
        raise PermutationNotOffered()
    marks = marks_in(clean)
    if not marks:
        return clean, ()
    return clean[: marks[0].start()].strip(), given_by(typed_by(clean, marks))
