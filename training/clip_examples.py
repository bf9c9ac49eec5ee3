"""What a given CLIP learns from: rendered scenes with their siblings, or an owner's pictures; some are kept unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from training.checkpoint import digest
from training.data.captions import Language, caption
from training.data.folder import Example, read
from training.data.graph import Scene, meaning
from training.lessons import paired
from training.pictures import UNSEEN, levels

FIRST = 4 * 10**9  #: first scene, far from those that the other stages see
WIDEST = 2  #: width over height of the bucket whose shorter side is to be a CLIP's side, or else pictures are enlarged
LEAST = 2  #: different captions, to learn from and again to be tried on


class TooFewToTellApart(ValueError):
    """Captions are learnt by telling them apart, and there is nothing to tell apart."""

    def __init__(self, pictures: int, captions: int) -> None:
        super().__init__(
            f"{pictures} pictures with {captions} different captions are too few for a CLIP: it learns by telling "
            f"captions apart, and is tried on pictures kept back. Give {2 * LEAST} or more, each in words of its own."
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures with their captions."""

    pictures: Tensor  #: (n, 3, side, side), uint8
    captions: Sequence[str]
    meanings: Sequence[Hashable]  #: equal where the caption of one fits the other

    @property
    def alike(self) -> Tensor:
        """Pairs of equal meaning, (n, n)."""
        numbers: dict[Hashable, int] = {}
        each = torch.tensor([numbers.setdefault(one, len(numbers)) for one in self.meanings])
        return each[:, None] == each


class Examples(Protocol):
    """Where batches come from."""

    unseen: Shown  #: for evaluation
    count: int  #: of pictures, the unseen ones too
    left_out: dict[str, str]  #: what could not be used, and why
    of: object  #: what a run on these is a run of, for `checkpoint.digest`

    def draw(self, rng: Random, count: int) -> Shown:
        """`count` different rows as the generator draws them, or as many as there are."""
        ...


class RenderedScenes:
    """Scenes, each drawn together with its sibling: a hard negative, which differs from it in one thing only.

    A pair is rendered when it is first drawn, and kept: 6 * side * side bytes."""

    def __init__(self, side: int, languages: Sequence[Language], count: int, unseen: int) -> None:
        self.side, self.languages, self.pairs = side, languages, count // 2
        self._rendered: dict[int, Tensor] = {}
        self.left_out: dict[str, str] = {}
        self.of: object = ("scenes", self.pairs, *languages)
        self.unseen = self._unseen(unseen)
        self.count = 2 * self.pairs + len(self.unseen.captions)

    def _unseen(self, count: int) -> Shown:
        """Scenes and siblings that differ in meaning, in medium captions, two of each language in turn."""
        tried: dict[Hashable, tuple[Scene, str]] = {}
        for row, scene in enumerate(paired(2 * UNSEEN, count)):
            language = self.languages[row // 2 % len(self.languages)]
            tried.setdefault(meaning(scene), (scene, caption(scene, Random(row), language, "medium")))
        scenes, captions = zip(*tried.values(), strict=True)
        return Shown(levels(scenes, self.side), captions, tuple(tried))

    def draw(self, rng: Random, count: int) -> Shown:
        pairs = rng.sample(range(self.pairs), min(count // 2, self.pairs))
        scenes = [scene for pair in pairs for scene in paired(2 * (FIRST + pair), 2)]
        captions = [caption(scene, rng, rng.choice(self.languages)) for scene in scenes]
        for row, pair in enumerate(pairs):
            if pair not in self._rendered:
                self._rendered[pair] = levels(scenes[2 * row : 2 * row + 2], self.side)
        pictures = torch.cat([self._rendered[pair] for pair in pairs])
        return Shown(pictures, captions, [meaning(scene) for scene in scenes])


class OwnPictures:
    """An owner's folder of captioned pictures, of each the square in its middle; a tenth of them is kept unseen."""

    def __init__(self, folder: Path, side: int, seed: int) -> None:
        """Raises TooFewToTellApart, and as `folder.read` does."""
        examples, report = read(folder, round(side * WIDEST**0.5))
        self.count, self.left_out = len(examples), report.left_out
        self.of: object = [(example.name, example.caption, digest(example.picture.tobytes())) for example in examples]
        captions = [example.caption for example in examples]
        rows, kept = _spread(captions, seed), max(LEAST, len(examples) // 10)
        parts = rows[:kept], rows[kept:]
        if min(len({captions[row] for row in part}) for part in parts) < LEAST:
            raise TooFewToTellApart(len(examples), len(set(captions)))
        self.unseen, self.learnt = (_shown([examples[row] for row in part], side) for part in parts)

    def draw(self, rng: Random, count: int) -> Shown:
        everything = self.learnt
        rows = rng.sample(range(len(everything.captions)), min(count, len(everything.captions)))
        captions = [everything.captions[row] for row in rows]
        return Shown(everything.pictures[rows], captions, captions)


def _spread(captions: Sequence[str], seed: int) -> list[int]:
    """All rows, shuffled so that every caption comes once before any comes twice."""
    rows, times = list(range(len(captions))), Counter[str]()
    Random(f"kept back {seed}").shuffle(rows)
    turns = dict[int, int]()
    for row in rows:
        turns[row] = times[captions[row]]
        times[captions[row]] += 1
    return sorted(rows, key=turns.__getitem__)


def _shown(examples: Sequence[Example], side: int) -> Shown:
    squares = [ImageOps.fit(one.picture, (side, side), Image.Resampling.BICUBIC) for one in examples]
    stack = torch.from_numpy(np.stack([np.asarray(square) for square in squares]))
    captions = [example.caption for example in examples]
    return Shown(stack.permute(0, 3, 1, 2).contiguous(), captions, captions)
