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


def cider(
    said: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]], sigma: float | None = None
) -> float:
    """The mean CIDEr, 0 to 10, of sentences as lists of words (Vedantam et al. 2015, equations 2 to 4).

    The rarity of an n-gram is counted over all pictures' references.
    sigma: in words, for CIDEr-D of the same paper, which gives less for repetitions and for another length; what the
    COCO tools print as CIDEr is that, with a sigma of 6."""
    return sum(_of_length(said, references, n, sigma) for n in range(1, LONGEST + 1)) / LONGEST * 10


def _of_length(
    said: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]], n: int, sigma: float | None
) -> float:
    seen: Counter[tuple[str, ...]] = Counter()
    for alternatives in references:
        seen.update({gram for words in alternatives for gram in _grams(words, n)})
    pictures = len(references)

    def weighed(words: Sequence[str]) -> dict[tuple[str, ...], float]:
        grams = _grams(words, n)
        return {gram: times * math.log(pictures / max(1, seen[gram])) for gram, times in grams.items()}

    def alike(one: Sequence[str], other: Sequence[str]) -> float:
        if sigma is None:
            return _cosine(weighed(one), weighed(other))
        penalty = math.exp(-((len(one) - len(other)) ** 2) / (2 * sigma**2))
        return penalty * _cosine(weighed(one), weighed(other), clipped=True)

    told = [
        sum(alike(one, other) for other in alternatives) / len(alternatives)
        for one, alternatives in zip(said, references, strict=True)
    ]
    return sum(told) / pictures


def _cosine(one: dict[tuple[str, ...], float], other: dict[tuple[str, ...], float], clipped: bool = False) -> float:
    """clipped: a weight of the first counts up to the same of the second."""
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    common = [(weight, other[gram]) for gram, weight in one.items() if gram in other]
    return sum((min(a, b) if clipped else a) * b for a, b in common) / length if length else 0.0


def names(scene: Scene, text: str, language: Language) -> tuple[int, int]:
    """How many of the scene's things a text names, by any of their names, and how many there are."""
    lowered = text.lower()
    found = 0
    for thing in scene.things:
        item = by_key()[thing.key]
        known = item.zh if language == "zh" else (*item.en, *([item.plural] if item.plural else []))
        found += any(name.lower() in lowered for name in known)
    return found, len(scene.things)
