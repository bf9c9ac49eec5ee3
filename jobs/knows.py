"""Which words of a prompt a model with a small vocabulary knows."""

from __future__ import annotations

import re
from functools import lru_cache

from jobs.requests import Frozen

_WORD = re.compile(r"[a-z]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")  #: CJK unified ideographs and their extensions
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


def _singulars(word: str) -> frozenset[str]:
    """The word and what it may be a plural of: foxes, berries, wolves, cats."""
    found = {word, _IRREGULAR.get(word, word)}
    for ending, *singulars in (("ies", "y"), ("ves", "f", "fe"), ("es", ""), ("s", "")):
        if word.endswith(ending):
            found |= {word.removesuffix(ending) + singular for singular in singulars}
    return frozenset(found)


@lru_cache(maxsize=4096)  # a vocabulary's names come again with each prompt
def _parts(name: str) -> tuple[frozenset[str], ...]:
    return tuple(_singulars(word) for word in _WORD.findall(name.lower()))


class _Said:
    """A prompt's words, ready to be asked for many terms."""

    def __init__(self, text: str) -> None:
        self._text = text.lower()
        self._words = tuple(_singulars(word) for word in _WORD.findall(self._text))
        self._forms = frozenset().union(*self._words)

    def holds(self, term: Term) -> bool:
        """Whether the term stands in the prompt: as a run of English words, or as Chinese characters."""
        return any(name and name in self._text for name in term.zh) or any(map(self._runs, term.en))

    def _runs(self, name: str) -> bool:
        """Whether the words of `name` follow one another, in singular or plural."""
        parts = _parts(name)
        if not parts or parts[0].isdisjoint(self._forms):
            return False
        starts = range(len(self._words) - len(parts) + 1)
        runs = (self._words[start : start + len(parts)] for start in starts)
        return any(all(map(frozenset.__and__, parts, run)) for run in runs)


def has_han(text: str) -> bool:
    """Whether there are Chinese characters in it."""
    return _HAN.search(text) is not None


def known_in(text: str, vocabulary: Vocabulary) -> Vocabulary:
    """The part of `vocabulary` that the prompt `text` names."""
    said = _Said(text)
    return Vocabulary(
        objects=tuple(filter(said.holds, vocabulary.objects)),
        places=tuple(filter(said.holds, vocabulary.places)),
        others=tuple(filter(said.holds, vocabulary.others)),
    )


def knows_any(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the prompt names an object or a place that the model can paint."""
    return any(map(_Said(text).holds, (*vocabulary.objects, *vocabulary.places)))
