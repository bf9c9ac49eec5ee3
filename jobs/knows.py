"""Which words of a prompt a model with a small vocabulary knows."""

from __future__ import annotations

import re

from jobs.requests import Frozen

_WORD = re.compile(r"[a-z]+")
_IRREGULAR = {
    "children": "child", "feet": "foot", "geese": "goose", "men": "man", "mice": "mouse", "oxen": "ox",
    "people": "person", "teeth": "tooth", "women": "woman",
}  # fmt: skip


class Term(Frozen):
    """One thing that a model can paint, in the two languages it may be asked in; synonyms behind the first word."""

    en: tuple[str, ...] = ()  #: lower case, singular; may hold several words ("hot air balloon")
    zh: tuple[str, ...] = ()


class Vocabulary(Frozen):
    """What a model was trained on, the best-known things first."""

    objects: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    others: tuple[Term, ...] = ()  #: colours, counts, times of day, styles


def _singulars(word: str) -> tuple[str, ...]:
    """The word and what it may be a plural of: foxes, berries, wolves, cats."""
    found = [word, _IRREGULAR.get(word, word)]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith("es"):
        found.append(word[:-2])
    if word.endswith("s"):
        found.append(word[:-1])
    return tuple(found)


def _says(term: Term, words: list[tuple[str, ...]], text: str) -> bool:
    """Whether the term stands in the prompt: as a run of English words, or as Chinese characters."""
    if any(name and name in text for name in term.zh):
        return True
    for name in term.en:
        parts = _WORD.findall(name.lower())
        starts = range(len(words) - len(parts) + 1)
        if parts and any(all(part in words[start + i] for i, part in enumerate(parts)) for start in starts):
            return True
    return False


def known_in(text: str, vocabulary: Vocabulary) -> Vocabulary:
    """The part of `vocabulary` that the prompt `text` names."""
    lower = text.lower()
    words = [_singulars(word) for word in _WORD.findall(lower)]
    return Vocabulary(
        objects=tuple(term for term in vocabulary.objects if _says(term, words, lower)),
        places=tuple(term for term in vocabulary.places if _says(term, words, lower)),
        others=tuple(term for term in vocabulary.others if _says(term, words, lower)),
    )


def knows_any(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the prompt names an object or a place that the model can paint."""
    known = known_in(text, vocabulary)
    return bool(known.objects or known.places)
