"""From text to `Prompt`; see `jobs.prompt` for the grammar. Pure, and raises nothing but mistakes."""

from __future__ import annotations

from collections.abc import Mapping

from jobs.errors import TooManyPictures
from jobs.prompt.characters import readable
from jobs.prompt.cited import Cited, pictures_among
from jobs.prompt.marks import marks_in, typed_by
from jobs.prompt.mistakes import (
    EmptyPrompt,
    NotOffered,
    PermutationHere,
    PictureWeight,
    TooLong,
    TooManyReferences,
    WordsInSuffix,
    shown,
)
from jobs.prompt.permutations import LIMIT, count, expand, has_groups, unescaped
from jobs.prompt.prompt import Given, Prompt
from jobs.prompt.shortcuts import with_options
from jobs.prompt.values import Read, read_values
from jobs.prompt.weights import chunks_of

MOST_PICTURES = 10  #: in one prompt, all roles together


def parse(text: str) -> Prompt:
    """What `text` asks for, without permutations. Raises a `Mistake`, never anything else."""
    words, read, images = _split(text)
    if not words and not images:
        raise EmptyPrompt()
    prompt = Prompt(words, chunks_of(words) if words else (), read.given, images, read.ignored)
    if (asked := len(prompt.pictures)) > MOST_PICTURES:
        raise TooManyReferences(count=asked, limit=MOST_PICTURES)
    return prompt


def parse_all(text: str, cap: int, options: Mapping[str, str] | None = None) -> tuple[Prompt, ...]:
    """Every prompt of the permutations in `text`, in their order, with the person's own shortcuts replaced.
    Raises a `Mistake`: `TooManyPictures` above `cap` prompts."""
    texts = expand(text, cap)
    if options:
        replaced = [with_options(one, options) for one in texts]
        if (wanted := sum(map(count, replaced))) > cap:
            raise TooManyPictures(count=wanted, limit=cap)
        texts = tuple(other for one in replaced for other in expand(one, cap))
    return tuple(map(parse, texts))


def parse_parameters(text: str) -> Given:
    """The parameters of a suffix. Raises a `Mistake`, also where there are words; "" gives none."""
    words, read, images = _split(text)
    if words or images:
        raise WordsInSuffix(words=shown(words or images[0].source))
    if read.ignored:
        raise NotOffered(name=read.ignored[0])
    return read.given


def _split(text: str) -> tuple[str, Read, tuple[Cited, ...]]:
    """The words, what is given behind them, and the pictures among them."""
    if len(text) > LIMIT:
        raise TooLong(length=len(text), limit=LIMIT)
    clean = readable(text)
    if ("{" in clean or "}" in clean or "｛" in clean or "｝" in clean) and has_groups(clean):
        raise PermutationHere()
    clean = unescaped(clean)
    marks = marks_in(clean)
    words, images = _pictures(clean[: marks[0].start()].strip() if marks else clean)
    return words, read_values(typed_by(clean, marks)) if marks else Read(), images


def _pictures(words: str) -> tuple[str, tuple[Cited, ...]]:
    """The words without the pictures among them, and these."""
    try:
        return pictures_among(words)
    except ValueError as error:
        raise PictureWeight(weight=shown(str(error))) from error
