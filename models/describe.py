"""Words for a picture: what a captioner says; without one, the words of the model's own vocabulary that CLIP finds in
it, tried in sentences (as the "CLIP interrogator" of many web interfaces does). Of all, CLIP's order is kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import torch
from PIL import Image

from models.card import Words
from models.clip import Clip
from models.errors import NothingToSay
from models.latents import to_pixels
from models.painting import Painter

TEMPERATURE = 0.8
DRAWN = 3  #: times as many captions as are wanted, of which CLIP chooses
THINGS, PLACES, OTHERS = 3, 2, 2  #: of the likeliest words, that are tried with each other
JOINTS = {"en": ("{thing} {place}", ", {other}"), "zh": ("{thing}在{place}", "，{other}")}  # fmt: skip


def describe(painter: Painter, picture: Image.Image, language: str, seed: int, count: int = 4) -> list[str]:
    """`count` different texts, or as many as there are, the most fitting first. language: "en" or "zh".

    Raises `NothingToSay` for a model with neither a captioner nor CLIP and a vocabulary."""
    found: Sequence[str]
    if painter.captioner is not None:
        found = painter.captioner.captions(picture, language, DRAWN * count, seed, TEMPERATURE)
    elif painter.clip is not None and painter.card.words.objects:
        found = _from_vocabulary(painter.clip, painter.card.words, picture, language, seed, count)
    else:
        raise NothingToSay(model=painter.card.name)
    texts = [text for text in dict.fromkeys(found) if text]
    return _ordered(painter.clip, picture, texts)[:count]


def _ordered(clip: Clip | None, picture: Image.Image, texts: list[str]) -> list[str]:
    if clip is None or len(texts) < 2:
        return texts
    scores = clip.words(texts) @ _seen(clip, picture)
    return [texts[place] for place in scores.argsort(descending=True).tolist()]


@torch.no_grad()
def _seen(clip: Clip, picture: Image.Image) -> torch.Tensor:
    """(D)."""
    return clip.pictures(to_pixels([picture]).to(clip.model.device))[0]


def _from_vocabulary(
    clip: Clip, words: Words, picture: Image.Image, language: str, seed: int, count: int
) -> list[str]:  # fmt: skip
    """Sentences of the likeliest words; another seed looks at other words, the likelier the more often."""
    seen = _seen(clip, picture)
    kinds = ((words.objects, THINGS), (words.places, PLACES), (words.others, OTHERS))
    things, places, others = (
        _likely(clip, seen, [term[language][0] for term in terms if term.get(language)], number, seed)
        for terms, number in kinds
    )
    frame, tail = JOINTS[language]
    plain = [frame.format(thing=thing, place=place) for thing, place in product(things, places)]
    return [*plain, *(text + tail.format(other=other) for text, other in product(plain[:count], others))]


def _likely(clip: Clip, seen: torch.Tensor, names: list[str], number: int, seed: int) -> list[str]:
    """`number` of the names, drawn without repetition by how well they fit (Gumbel's trick); seed 0 draws nothing."""
    if not names:
        return []
    vectors = clip.words(names)
    scores = (vectors - vectors.mean(dim=0)) @ seen
    scores = (scores - scores.mean()) / (scores.std(correction=0) + 1e-6)
    draws = torch.Generator().manual_seed(seed)
    chance = -torch.log(-torch.log(torch.rand(len(names), generator=draws).clamp(1e-6, 1 - 1e-6)))
    order = (4 * scores.cpu() + (0.5 * chance if seed else 0)).argsort(descending=True)
    return [names[place] for place in order[:number].tolist()]
