"""What the stages learn from: rows of rendered scenes as columns of tensors, made afresh or taken from a bank.

Rows come in pairs: a scene at every even row, and after it a sibling that differs from it in one thing only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random
from typing import Protocol

import torch
from torch import Tensor
from transformers import CLIPTokenizer

from models.captioner import prefix
from training.data.captions import Language, caption
from training.data.graph import Scene, meaning
from training.data.layout import Square, within
from training.data.outfits import own_square, where_worn
from training.data.siblings import sibling
from training.pictures import levels, resized, scenes

Columns = dict[str, Tensor]
Maker = Callable[[int, int], Columns]
"""Of a first row and a number of rows, both even."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")
MOST_SQUARES = 4  #: of three things, or of one and what it wears
IGNORED = -100  #: the label of positions that do not count, torch's own default


class Source(Protocol):
    """Where a stage's rows come from."""

    def take(self, step: int, count: int, device: torch.device) -> Columns:
        """The `count` rows of one step, an even number, on the device."""
        ...


@dataclass(frozen=True, slots=True)
class Fresh:
    """Rows that no other step sees, made when they are asked for."""

    make: Maker
    first: int = 0  #: row of step 0

    def take(self, step: int, count: int, device: torch.device) -> Columns:
        made = self.make(self.first + step * count, count)
        return {name: column.to(device) for name, column in made.items()}


def paired(first: int, count: int) -> list[Scene]:
    """The scenes of these rows, each followed by its sibling; both numbers are even."""
    pairs = ((scene, sibling(scene, Random(f"sibling {scene.seed}"))) for scene in scenes(first // 2, count // 2))
    return [scene for pair in pairs for scene in pair]


@dataclass(frozen=True, slots=True)
class SceneLessons:
    """Rows of scenes.

    pictures  (n, 3, size, size), uint8        squares  (n, MOST_SQUARES, 3), float32, as `squares` makes them
    ids       (n, captions, positions), int16  meaning  (n), int64: equal for scenes that the same caption fits
    told      (n, 2, longest), int16: a dense caption behind its language, English and Chinese, IGNORED after its end
    The columns of words are left out where there is no tokenizer.
    """

    size: int  #: pixels
    tokenizer: CLIPTokenizer | None = None
    captions: int = 1  #: of each scene
    longest: int = 64  #: tokens of what the captioner says

    def __call__(self, first: int, count: int) -> Columns:
        chosen = paired(first, count)
        columns = {"pictures": levels(chosen, self.size), "squares": squares(chosen), "meaning": meanings(chosen)}
        if self.tokenizer is None:
            return columns
        ids = captioned(self.tokenizer, chosen, self.captions, first)
        return columns | {"ids": ids, "told": told(self.tokenizer, chosen, self.longest, first)}


def row_of(rng: Random, rows: int, wanted: Sequence[int], share: float) -> int:
    """One of so many rows; in a share of all draws, 0 to 1, one of those that are wanted, where there are any."""
    return rng.choice(wanted) if wanted and rng.random() < share else rng.randrange(rows)


def squares(chosen: Sequence[Scene]) -> Tensor:
    """Centre x, centre y and edge of every thing and of what is worn, in parts of the frame, 0 where there is none."""
    found = torch.zeros(len(chosen), MOST_SQUARES, 3)
    for row, scene in zip(found, chosen, strict=True):
        for i, square in enumerate(_squares(scene)):
            row[i] = torch.tensor(square)
    return found


def _squares(scene: Scene) -> Iterator[Square]:
    for thing in scene.things:
        yield (whole := (thing.x, thing.y, thing.size))
        if thing.worn:
            yield within(own_square(thing.ridden, whole), where_worn(thing.key, thing.worn))


def meanings(chosen: Sequence[Scene]) -> Tensor:
    """A number for each scene's meaning, (n), the same in every process."""
    digests = (blake2b(repr(meaning(scene)).encode(), digest_size=8).digest() for scene in chosen)
    return torch.tensor([int.from_bytes(digest, "big", signed=True) for digest in digests])


def captioned(tokenizer: CLIPTokenizer, chosen: Sequence[Scene], each: int, seed: int) -> Tensor:
    """`each` captions of every scene as ids, (n, each, positions)."""
    rng = Random(f"captions {seed}")
    texts = [caption(scene, rng) for scene in chosen for _ in range(each)]
    return tokens(tokenizer, texts).view(len(chosen), each, -1).short()


def told(tokenizer: CLIPTokenizer, chosen: Sequence[Scene], longest: int, seed: int) -> Tensor:
    """A dense caption in both languages behind the language's name, (n, 2, longest), with its start and its end."""
    rng = Random(f"told {seed}")
    texts = [
        f"{prefix(language)} {caption(scene, rng, language, 'dense')}" for scene in chosen for language in LANGUAGES
    ]
    encoded = tokenizer(texts, padding="max_length", truncation=True, max_length=longest, return_tensors="pt")
    ids = encoded["input_ids"].masked_fill(~encoded["attention_mask"].bool(), IGNORED)
    said: Tensor = ids.view(len(chosen), len(LANGUAGES), longest).short()
    return said


def tokens(tokenizer: CLIPTokenizer, texts: Sequence[str]) -> Tensor:
    """Ids, (n, the tokenizer's length), padded with end-of-text as Stable Diffusion pipelines do it."""
    encoded = tokenizer(
        list(texts), padding="max_length", truncation=True, max_length=tokenizer.model_max_length, return_tensors="pt"
    )
    ids: Tensor = encoded["input_ids"]
    return ids


def one_of(choices: Tensor, draw: torch.Generator) -> Tensor:
    """One of each row's choices: (n, k, ...) to (n, ...), as int64 where they are whole numbers."""
    picked = torch.randint(choices.shape[1], (len(choices),), generator=draw, device=choices.device)
    chosen = choices[torch.arange(len(choices), device=choices.device), picked]
    return chosen if chosen.is_floating_point() else chosen.long()


def smaller(pictures: Tensor, edge: int) -> Tensor:
    """uint8 pictures (n, 3, h, w) at `edge` by `edge` pixels."""
    return resized(pictures.float(), edge).round_().clamp_(0, 255).byte()
