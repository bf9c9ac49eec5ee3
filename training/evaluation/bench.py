"""The exams: a topic in one language, painted and marked, beside how far the judge can be trusted with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from PIL import Image
from torch import Tensor, nn

from training.data.captions import Language
from training.data.graph import Scene
from training.data.objects import objects
from training.data.usual import plainly
from training.evaluation.questions import BY_NAME, asked
from training.evaluation.rendering import Rendered
from training.evaluation.share import Share
from training.evaluation.trust import Worth, worths
from training.judge import Mark, Seen, by_mark, look, look_at_renders, marks
from training.pictures import batch, tensors

TRUSTED = 0.95  #: of unseen renders that a judge must mark right before its word on an attribute counts
RENDERS = 1000  #: for that; of 280, 95 % could be 92 or 97
NEVER = Share(0, 100)
Paint = Callable[[Sequence[str]], list[Image.Image]]


@dataclass(frozen=True, slots=True)
class Exam:
    """One topic; `unseen` asks for combinations that training never saw, `unusual` in a Chinese word order that it
    never saw."""

    topic: str
    language: Language = "en"
    unseen: bool = False
    unusual: bool = False

    @property
    def name(self) -> str:
        order = ", unusual order" if self.unusual else ""
        return f"{self.topic}, {'unseen' if self.unseen else 'seen'}, {self.language}{order}"

    def prompt(self, scene: Scene) -> str:
        """How it asks for a scene."""
        return plainly(scene, self.language, self.unusual)


@dataclass(frozen=True, slots=True)
class Line:
    """One mark of one exam."""

    exam: Exam
    mark: Mark
    share: Share  #: of painted pictures that are right
    judge: Share  #: of renders that the judge marks right
    shuffled: Share  #: of renders that it marks right for another render's scene
    chance: Share = NEVER  #: of these pairs of render and scene that agree in truth

    @property
    def counts(self) -> bool:
        """Whether the judge may be believed: right on 95 % of unseen renders, and on shuffled ones not oftener than by
        chance, which ends where the 95 % interval of `chance` does. See `training.evaluation.trust.worths`."""
        return self.judge.value >= TRUSTED and self.shuffled.value <= self.chance.interval()[1]

    @property
    def row(self) -> dict[str, object]:
        """For JSON."""
        low, high = self.share.interval()
        return {
            "topic": self.exam.topic, "language": self.exam.language, "unseen": self.exam.unseen,
            "unusual": self.exam.unusual, "mark": self.mark,
            "right": self.share.right, "of": self.share.of, "low": round(low, 4), "high": round(high, 4),
            "judge": round(self.judge.value, 4), "shuffled": round(self.shuffled.value, 4),
            "chance": round(self.chance.value, 4), "counts": self.counts,
        }  # fmt: skip


def scenes_of(exam: Exam, each: int, rounds: int) -> list[Scene]:
    """`each` scenes, or `rounds` of every object where single objects are asked for."""
    return asked(BY_NAME[exam.topic], rounds * len(objects()) if exam.topic == "object" else each, exam.unseen)


class Sat(NamedTuple):
    """An exam that was sat."""

    scenes: list[Scene]
    pictures: list[Image.Image]
    seen: list[Seen]
    lines: list[Line]


class Bench:
    """The judge, and what it is known to be worth."""

    def __init__(self, judge: nn.Module, rendered: Rendered = batch) -> None:
        self.judge, self.rendered = judge, rendered
        self.trust = cache(self._trust)

    def _trust(self, topic: str, unseen: bool) -> dict[Mark, Worth]:
        chosen = asked(BY_NAME[topic], RENDERS, unseen)
        return worths(chosen, look_at_renders(self.judge, chosen, self.rendered))

    def ceiling(self, exam: Exam, each: int, size: int, again: Callable[[Tensor], Tensor]) -> dict[Mark, Share]:
        """Each mark's share on renders of `size` pixels after the autoencoder: the most that what is painted through
        it can reach. again: pictures (n, 3, h, w) to what the autoencoder makes of them."""
        chosen = asked(BY_NAME[exam.topic], each, exam.unseen)
        found = by_mark(chosen, look(self.judge, again(self.rendered(chosen, size))))
        return {mark: Share.of_all(found[mark]) for mark in BY_NAME[exam.topic].marks}

    def sit(self, exam: Exam, each: int, rounds: int, paint: Paint) -> Sat:
        """Paint and mark what the exam asks for."""
        chosen = scenes_of(exam, each, rounds)
        pictures = paint([exam.prompt(scene) for scene in chosen])
        seen = look(self.judge, tensors(pictures))
        found, trust = by_mark(chosen, seen), self.trust(exam.topic, exam.unseen)
        lines = [Line(exam, mark, Share.of_all(found[mark]), *trust[mark]) for mark in BY_NAME[exam.topic].marks]
        return Sat(chosen, pictures, seen, lines)


def by_object(chosen: Sequence[Scene], seen: Sequence[Seen]) -> dict[str, float]:
    """Object -> the share of its scenes in which it was recognised, for the model's card."""
    found: dict[str, list[bool]] = {}
    for scene, one in zip(chosen, seen, strict=True):
        found.setdefault(scene.things[0].key, []).append(marks(scene, one)["object"])
    return {key: sum(rights) / len(rights) for key, rights in found.items()}
