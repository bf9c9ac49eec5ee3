"""What a model must reach, and what of it a run has shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from training.evaluation.bench import TRUSTED, Exam, Line

Trained = Literal["cpu", "gpu"]
BEHIND = 0.05  #: that a share in Chinese may be lower than the same in English


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The least number of a model that was trained on a CPU, and on a GPU."""

    part: str  #: a topic, or a part of the measurements
    number: str  #: one of the topic's marks (a share, 0 to 1), or a number of that part
    unseen: bool = False  #: at combinations that training never saw
    unit: Literal["%", "dB"] = "%"
    cpu: float
    gpu: float

    def told(self, value: float) -> str:
        """In its unit."""
        return f"{value:.1%}" if self.unit == "%" else f"{value:.1f} {self.unit}"


GOALS = (
    Goal(part="object", number="object", cpu=0.70, gpu=0.95),
    Goal(part="object", number="place", cpu=0.90, gpu=0.97),
    Goal(part="pair", number="pair", unseen=True, cpu=0.35, gpu=0.80),
    Goal(part="colour", number="colour", unseen=True, cpu=0.50, gpu=0.85),
    Goal(part="count", number="count", unseen=True, cpu=0.35, gpu=0.70),
    Goal(part="position", number="position", unseen=True, cpu=0.45, gpu=0.75),
    Goal(part="autoencoder", number="psnr", unit="dB", cpu=26, gpu=30),
    Goal(part="captioner", number="named", cpu=0.65, gpu=0.90),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One goal, and what was measured for it."""

    about: str
    measured: str
    goal: str
    reached: bool

    def __str__(self) -> str:
        return f"{self.about}: {self.measured}, goal {self.goal}, {'reached' if self.reached else 'MISSED'}"


def findings(lines: Sequence[Line], others: Mapping[str, Any], trained: Trained) -> list[Finding]:
    """Every goal that this run has measured. A mark reaches its goal only by a judge that counts.

    others: part of the measurements -> its numbers; those of the captioner once for each language."""
    found: dict[tuple[Exam, str], Line] = {(line.exam, line.mark): line for line in lines}
    told: list[Finding] = []
    for goal in GOALS:
        exam = Exam(goal.part, unseen=goal.unseen)
        english, chinese = (found.get((one, goal.number)) for one in (exam, replace(exam, language="zh")))
        told += [_of_line(goal, english, trained)] if english else []
        told += [_behind(english, chinese)] if english and chinese else []
        told += _of_numbers(goal, others, trained)
    return told


def _doubt(line: Line) -> str:
    if line.counts:
        return ""
    return (
        f" (the judge does not count: right on {line.judge.value:.0%} of renders, needed {TRUSTED:.0%}; on shuffled "
        f"ones {line.shuffled.value:.0%}, by chance {line.chance.value:.0%})"
    )


def _of_line(goal: Goal, line: Line, trained: Trained) -> Finding:
    least = getattr(goal, trained)
    reached = line.share.value >= least and line.counts
    return Finding(f"{line.exam.name}, {line.mark}", f"{line.share}{_doubt(line)}", goal.told(least), reached)


def _behind(english: Line, chinese: Line) -> Finding:
    """The same scenes were asked for in both languages; to be before English is no fault."""
    apart = round(english.share.value - chinese.share.value, 9)
    reached = apart <= BEHIND and chinese.counts
    measured = f"{chinese.share}, {-100 * apart:+.1f} points from English{_doubt(chinese)}"
    return Finding(f"{chinese.exam.name}, {chinese.mark}", measured, f"at most {100 * BEHIND:.0f} behind", reached)


def _of_numbers(goal: Goal, others: Mapping[str, Any], trained: Trained) -> Iterator[Finding]:
    least = getattr(goal, trained)
    for part, numbers in others.items():
        if part == goal.part or part.startswith(f"{goal.part}_"):
            value = numbers[goal.number]
            yield Finding(f"{part}, {goal.number}", goal.told(value), goal.told(least), value >= least)


def verdict(lines: Sequence[Line], others: Mapping[str, Any], trained: Trained) -> tuple[list[str], bool]:
    """Each goal as a sentence, and whether all that were measured are reached."""
    found = findings(lines, others, trained)
    return [str(one) for one in found], all(one.reached for one in found)
