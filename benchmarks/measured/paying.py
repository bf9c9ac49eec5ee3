"""Does it pay? The gain of an arm over plain painting, each prompt its own control, against the time that it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.measured.judging import interval

ALL = "all"
ENOUGH = 20  #: prompts; the percentiles of fewer, resampled, are too narrow to decide by
CONFIDENCE = "95 % of the mean paired difference, prompts resampled 10,000 times (percentile bootstrap)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one prompt, painted by every arm from the same seed."""

    topic: str
    right: Mapping[str, float]  #: arm -> share of its pictures that are right, 0 to 1
    seconds: Mapping[str, float]  #: arm -> of painting, ranking included


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """An arm against plain painting on one topic, or on all."""

    arm: str
    topic: str
    prompts: int
    share: float  #: of right pictures, percent
    gain: float  #: percentage points
    low: float  #: of the interval of `gain`
    high: float
    time: float  #: seconds, over those of plain painting

    @property
    def pays(self) -> bool:
        """Whether the interval lies above 0, and is one to decide by."""
        return self.prompts >= ENOUGH and self.low > 0


def gain_of(answers: Sequence[Answer], arm: str, plain: str, topic: str = ALL) -> Gain:
    """`arm` against `plain` on the answers of a topic, of which there is at least one."""
    asked = [answer for answer in answers if topic in (ALL, answer.topic)]
    apart = [100 * (answer.right[arm] - answer.right[plain]) for answer in asked]
    low, high = interval(apart)
    return Gain(
        arm=arm, topic=topic, prompts=len(asked), share=100 * fmean(answer.right[arm] for answer in asked),
        gain=fmean(apart), low=low, high=high, time=_spent(asked, arm) / _spent(asked, plain),
    )  # fmt: skip


def _spent(answers: Sequence[Answer], arm: str) -> float:
    return sum(answer.seconds[arm] for answer in answers)


def cheapest(gains: Sequence[Gain]) -> Gain | None:
    """Of those that pay, the one that takes least time; None where none pays."""
    return min((gain for gain in gains if gain.pays), key=lambda gain: gain.time, default=None)
