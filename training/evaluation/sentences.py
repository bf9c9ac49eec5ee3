"""Captions against other captions, and against the scene: BLEU-4 through sacrebleu, CIDEr, and objects named."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from sacrebleu.metrics.bleu import BLEU

from training.data.captions import Language
from training.data.graph import Scene
from training.data.objects import by_key

LONGEST = 4  #: words of an n-gram
Grams = Counter[tuple[str, ...]]


def words_of(text: str, language: Language) -> list[str]:
    """Words in English, characters in Chinese."""
    return text.lower().replace(",", " ").split() if language == "en" else [char for char in text if char.isalnum()]


def bleu(said: Sequence[str], references: Sequence[Sequence[str]], language: Language) -> float:
    """Corpus BLEU-4, 0 to 100 (Papineni et al. 2002). `references` holds the alternatives of each sentence."""
    columns = [list(column) for column in zip(*references, strict=True)]
    scored = BLEU(tokenize="zh" if language == "zh" else "13a", lowercase=True).corpus_score(list(said), columns)
    return float(scored.score)


def _grams(words: Sequence[str], n: int) -> Grams:
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def cider(said: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]]) -> float:
    """The mean CIDEr, 0 to 10, of sentences as lists of words (Vedantam et al. 2015, equations 2 to 4).

    The rarity of an n-gram is counted over all pictures' references."""
    return sum(_of_length(said, references, n) for n in range(1, LONGEST + 1)) / LONGEST * 10


def _of_length(said: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]], n: int) -> float:
    seen: Counter[tuple[str, ...]] = Counter()
    for alternatives in references:
        seen.update({gram for words in alternatives for gram in _grams(words, n)})
    pictures = len(references)

    def weighed(words: Sequence[str]) -> dict[tuple[str, ...], float]:
        grams = _grams(words, n)
        return {gram: times / grams.total() * math.log(pictures / max(1, seen[gram])) for gram, times in grams.items()}

    cosines = [
        sum(_cosine(weighed(one), weighed(other)) for other in alternatives) / len(alternatives)
        for one, alternatives in zip(said, references, strict=True)
    ]
    return sum(cosines) / pictures


def _cosine(one: dict[tuple[str, ...], float], other: dict[tuple[str, ...], float]) -> float:
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other.get(gram, 0.0) for gram, weight in one.items()) / length if length else 0.0


def names(scene: Scene, text: str, language: Language) -> tuple[int, int]:
    """How many of the scene's things a text names, by any of their names, and how many there are."""
    lowered = text.lower()
    found = 0
    for thing in scene.things:
        item = by_key()[thing.key]
        known = item.zh if language == "zh" else (*item.en, *([item.plural] if item.plural else []))
        found += any(name.lower() in lowered for name in known)
    return found, len(scene.things)
