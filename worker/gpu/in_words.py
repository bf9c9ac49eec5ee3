"""Jobs that end in words: /describe and /shorten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from jobs.geometry import SQUARE, nearest
from jobs.records import Finding, Record
from jobs.requests import Verb
from models.describe import describe
from models.shorten import shorter, weigh
from worker.gpu.given import given
from worker.gpu.painted import origin
from worker.gpu.studio import Studio


class Told(NamedTuple):
    """What was found, and by which weights."""

    findings: tuple[Finding, ...]
    provenance: Mapping[str, str]


Tell = Callable[[Studio, Record], Told]
SPOKEN = {"zh": "zh"}  #: language of a locale -> one that describers speak; the others hear English


def described(studio: Studio, record: Record) -> Told:
    """Four prompts for the one picture of the request, in the person's language and the picture's shape.

    Raises `NothingToSay`, and as `given`."""
    painter, request = studio.painters.get(record.request.model), record.request
    picture = given(studio, record, request.references[0].key)
    language = SPOKEN.get(record.person.locale.partition("-")[0], "en")
    texts = describe(painter, picture, language, request.seed)
    shape = nearest(*picture.size)
    tail = "" if shape == SQUARE else f" --ar {shape}"
    return Told(tuple(Finding(kind="prompt", text=text + tail) for text in texts), origin(painter))


def shortened(studio: Studio, record: Record) -> Told:
    """Each word with its worth, then the shorter prompts. Raises `NotAble`."""
    painter, text = studio.painters.get(record.request.model), record.request.text
    weighed = weigh(painter, text)
    tokens = tuple(Finding(kind="token", text=word.text, weight=round(word.worth, 4)) for word in weighed)
    prompts = tuple(Finding(kind="prompt", text=short) for short in shorter(text, weighed))
    return Told((*tokens, *prompts), origin(painter))


TELLERS: Mapping[Verb, Tell] = {Verb.DESCRIBE: described, Verb.SHORTEN: shortened}
