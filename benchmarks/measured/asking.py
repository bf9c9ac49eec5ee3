"""Prompts with combinations that training never saw, painted by every arm from the same noise, and marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image
from torch import nn

from benchmarks.measured.arms import Arm
from benchmarks.measured.paying import Answer
from models.order import PaintOrder
from training.data.graph import Scene
from training.data.usual import plainly
from training.evaluation.questions import BY_NAME, asked
from training.judge import Mark, look, marks
from training.pictures import tensors

Paint = Callable[[PaintOrder], list[Image.Image]]


@dataclass(frozen=True, slots=True)
class Question:
    """A scene to be painted, and what must be right about it."""

    topic: str
    mark: Mark
    scene: Scene
    seed: int

    @property
    def prompt(self) -> str:
        return plainly(self.scene, "en")


def questions(topics: Sequence[str], each: int, first_seed: int = 0) -> Iterator[Question]:
    """`each` of every topic, the topics in turns; the more of them, the more of the same ones."""
    scenes = [asked(BY_NAME[topic], each, unseen=True) for topic in topics]
    for number in range(each):
        for place, topic in enumerate(topics):
            seed = first_seed + number * len(topics) + place
            yield Question(topic, BY_NAME[topic].marks[0], scenes[place][number], seed)


@dataclass(frozen=True, kw_only=True)
class Easel:
    """What is painted with and who judges. `plain`: an order whose prompt and seed are filled in."""

    paint: Paint
    plain: Callable[[str, int], PaintOrder]
    judge: nn.Module
    arms: Sequence[Arm]
    clock: Callable[[], float] = time.perf_counter

    def warm(self, question: Question) -> None:
        """Paint once with each arm: the first call of anything is slower."""
        for arm in self.arms:
            self.paint(arm.order(self.plain(question.prompt, question.seed)))

    def answer(self, question: Question, turn: int) -> Answer:
        """All arms, another one first at each turn, so that a busy moment hurts all alike."""
        right, seconds = {}, {}
        for place in range(len(self.arms)):
            arm = self.arms[(turn + place) % len(self.arms)]
            order, began = arm.order(self.plain(question.prompt, question.seed)), self.clock()
            pictures = self.paint(order)
            seconds[arm.name] = self.clock() - began
            right[arm.name] = self._right(question, pictures)
        return Answer(question.topic, right, seconds)

    def _right(self, question: Question, pictures: list[Any]) -> float:
        seen = look(self.judge, tensors(pictures))
        return sum(marks(question.scene, one)[question.mark] for one in seen) / len(seen)

    def answers(self, asked: Iterator[Question], seconds: float, told: Callable[[int, float], None]) -> list[Answer]:
        """What comes of the questions until the time is up, at least of the first."""
        began, found = self.clock(), []
        for turn, question in enumerate(asked):
            if turn == 0:
                self.warm(question)
            found.append(self.answer(question, turn))
            told(len(found), self.clock() - began)
            if self.clock() - began > seconds:
                break
        return found
