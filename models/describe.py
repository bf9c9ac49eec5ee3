"""Words for a picture: what a captioner says, and sentences of the model's own vocabulary that CLIP is asked about, as
the "CLIP interrogator" of many web interfaces does. A captioner's likeliest caption comes first, since it knows best
what it saw: of 56 renders of single things Storybook's names every one, and CLIP would have put a wrong sentence before
14 of them. CLIP puts the rest in order. Whole sentences are asked about, because that is what a CLIP was trained on:
first places with a few things in them, then all things in the likeliest places, then what else may be said of the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from weakref import WeakKeyDictionary

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from models.card import Term, Words
from models.clip import Clip
from models.errors import NothingToSay
from models.latents import to_pixels
from models.painting import Painter

TEMPERATURE = 0.8
DRAWN = 3  #: times as many captions as are wanted, of which CLIP chooses
PROBES, PLACES, BEST = 8, 3, 6  #: things that stand in every place; likeliest places; sentences that are gone on with
AT_ONCE = 64  #: sentences
SPREAD = 0.02  #: of cosines, by which another seed may prefer another sentence
_SAID: WeakKeyDictionary[torch.nn.Module, dict[str, Tensor]] = WeakKeyDictionary()  #: sentences once embedded


def describe(painter: Painter, picture: Image.Image, language: str, seed: int, count: int = 4) -> list[str]:
    """`count` different texts, or as many as there are, the most fitting first. language: "en" or "zh".

    Raises `NothingToSay` for a model with neither a captioner nor CLIP and a vocabulary."""
    captioner, clip, words = painter.captioner, painter.clip, painter.card.words
    if captioner is None and (clip is None or not words.objects):
        raise NothingToSay(model=painter.card.name)
    picture = squared(picture.convert("RGB"))
    found = captioner.captions(picture, language, DRAWN * count, seed, TEMPERATURE) if captioner else []
    if clip is None:
        return [text for text in dict.fromkeys(found) if text][:count]
    seen = _seen(clip, picture)
    if words.objects:
        found = [*found, *_looked_for(clip, words, seen, language, seed, count)]
    texts = [text for text in dict.fromkeys(found) if text]
    sure = [text for text in found[:1] if captioner and text]
    rest = [text for text in texts if text not in sure]
    return [*sure, *(_ordered(rest, clip.words(rest) @ seen) if rest else [])][:count]


def squared(picture: Image.Image) -> Image.Image:
    """A square of a picture (RGB), as large as the square of its area: what is longer is cut off on both sides, what is
    shorter goes on as its edges are. Captioner and CLIP look at squares; squeezed to one, a fox of 3:2 is no fox."""
    edge = round((picture.width * picture.height) ** 0.5)
    width, height = min(edge, picture.width), min(edge, picture.height)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    middle = np.asarray(picture.crop((left, top, left + width, top + height)))
    aside, above = (edge - width) // 2, (edge - height) // 2
    margins = ((above, edge - height - above), (aside, edge - width - aside), (0, 0))
    return Image.fromarray(np.pad(middle, margins, mode="edge"))


@torch.no_grad()
def _seen(clip: Clip, picture: Image.Image) -> Tensor:
    """(D)."""
    return clip.pictures(to_pixels([picture]).to(clip.model.device))[0]


def _vectors(clip: Clip, texts: Sequence[str]) -> Tensor:
    """(n, D); each sentence of known words is embedded once for as long as the model is loaded."""
    known = _SAID.setdefault(clip.model, {})
    new = [text for text in dict.fromkeys(texts) if text not in known]
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        known.update(zip(part, clip.words(part), strict=True))
    return torch.stack([known[text] for text in texts])


def _ranked(clip: Clip, seen: Tensor, texts: Sequence[str], seed: int) -> list[str]:
    """The most fitting first; the seed lets sentences that fit nearly as well come first now and then."""
    chance = torch.randn(len(texts), generator=torch.Generator().manual_seed(seed))
    return _ordered(texts, (_vectors(clip, texts) @ seen).cpu() + SPREAD * chance)


def _ordered(texts: Sequence[str], scores: Tensor) -> list[str]:
    return [texts[place] for place in scores.argsort(descending=True).tolist()]


def _names(terms: Sequence[Term], language: str) -> list[str]:
    return [term[language][0] for term in terms if term.get(language)]


def sentence(thing: str, place: str, language: str) -> str:
    """As captions say it."""
    if language == "zh":
        return f"{thing}在{place}"
    article = "an" if thing[0] in "aeiou" else "a"
    return f"{article} {thing} {place}"


def _looked_for(
    clip: Clip, words: Words, seen: Tensor, language: str, seed: int, count: int
) -> list[str]:  # fmt: skip
    """Sentences of the likeliest words: twice as many as are wanted."""
    things, places = _names(words.objects, language), _names(words.places, language)
    asked = _likely_places(clip, seen, things[:: max(1, len(things) // PROBES)], places, language)
    whole = [sentence(thing, place, language) for thing, place in product(things, asked)]
    best = _ranked(clip, seen, whole, seed)[: max(BEST, count)]
    joint = "，" if language == "zh" else ", "
    more = [f"{text}{joint}{other}" for text, other in product(best[:2], _names(words.others, language))]
    return [*best, *_ranked(clip, seen, more, seed)[:count]] if more else best


def _likely_places(
    clip: Clip, seen: Tensor, probes: Sequence[str], places: Sequence[str], language: str
) -> list[str]:  # fmt: skip
    """By the mean over a few things that may stand there."""
    asked = [sentence(thing, place, language) for place, thing in product(places, probes)]
    scores = (_vectors(clip, asked) @ seen).view(len(places), -1).mean(dim=1)
    return _ordered(places, scores)[:PLACES]
