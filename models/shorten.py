"""What each word of a prompt is worth, and shorter prompts of the words that count.

The worth of a word is how far the text's embedding turns when the word is left out (the leave-one-out form of
occlusion, Zeiler & Fergus 2014, arXiv:1311.2901), against the word that turns it farthest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor

from models.errors import NotAble
from models.painting import Painter
from models.words import Heard, hear

SHARES = (0.8, 0.65, 0.5, 0.35, 0.2)  #: of the words, that the shorter prompts keep
_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[^\s,，、。;；\u3400-\u9fff\U00020000-\U0003ffff]+")
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word of a prompt, where it stands, and what it is worth: 0 to 1."""

    text: str
    start: int
    end: int
    worth: float


def weigh(painter: Painter, text: str) -> list[Weighed]:
    """Every word in its order; Chinese character by character. Raises `NotAble` for a model of an unknown family
    without CLIP."""
    found = list(_WORD.finditer(text))
    without = [(text[: word.start()] + text[word.end() :]).strip() for word in found]
    vectors = _vectors(painter, [text, *without])
    turned = [1 - float(F.cosine_similarity(vectors[0], other, dim=0)) for other in vectors[1:]]
    most = max(turned, default=0.0)
    return [
        Weighed(word[0], word.start(), word.end(), max(0.0, one / most) if most > 0 else 1.0)
        for word, one in zip(found, turned, strict=True)
    ]


def _vectors(painter: Painter, texts: Sequence[str]) -> list[Tensor]:
    """One for each text: CLIP's, which knows what a sentence means, or else what the model itself hears."""
    parts = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
    if painter.clip is not None:
        return [vector for part in parts for vector in painter.clip.words(list(part))]
    if painter.family is None:
        raise NotAble(model=painter.card.name, ability="shorten")
    return [_whole(heard) for part in parts for heard in hear(painter.pipeline, painter.family, part)]


def _whole(heard: Heard) -> Tensor:
    """One vector for a text."""
    return (heard.states[0].mean(dim=0) if heard.pooled is None else heard.pooled[0]).float()


def shorter(text: str, weighed: Sequence[Weighed], shares: Sequence[float] = SHARES) -> list[str]:
    """One prompt for each share, the longest first, each once: the words that are worth most, in their order, with
    what stands between words that are neighbours."""
    ranked = sorted(range(len(weighed)), key=lambda place: -weighed[place].worth)
    counts = dict.fromkeys(min(len(weighed) - 1, max(1, round(share * len(weighed)))) for share in shares)
    return [_kept(text, [weighed[place] for place in sorted(ranked[:count])]) for count in counts if count > 0]


def _kept(text: str, words: Sequence[Weighed]) -> str:
    pieces = [words[0].text]
    for before, word in pairwise(words):
        between = text[before.end : word.start]
        pieces += [between if not _WORD.search(between) else "" if _glued(before, word) else " ", word.text]
    return "".join(pieces)


def _glued(before: Weighed, word: Weighed) -> bool:
    """Chinese is written without spaces."""
    return not before.text.isascii() and not word.text.isascii()
