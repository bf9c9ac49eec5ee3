"""What came of `benchmarks/guidance.py`: the table, and what the default should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from benchmarks.measured.arms import PLAIN, Arm
from benchmarks.measured.gain_curve import said
from benchmarks.measured.paying import ALL, CONFIDENCE, ENOUGH, Answer, Gain, cheapest, gain_of
from jobs.catalog import ModelEntry
from training.evaluation.bench import Line


@dataclass(frozen=True, kw_only=True)
class Found:
    """What came of a run."""

    entry: ModelEntry
    arms: Sequence[Arm]  #: plain painting among them
    answers: Sequence[Answer]
    judge: Mapping[str, Line]  #: topic -> what the judge is worth on it

    @cached_property
    def topics(self) -> list[str]:
        """In which prompts were painted."""
        return [topic for topic in self.judge if any(answer.topic == topic for answer in self.answers)]

    @cached_property
    def counting(self) -> list[Answer]:
        """The answers whose judge may be believed; all of them where there is none."""
        return [one for one in self.answers if self.judge[one.topic].counts] or list(self.answers)

    @property
    def decides(self) -> bool:
        return any(self.judge[topic].counts for topic in self.topics) and len(self.counting) >= ENOUGH

    def gain(self, arm: Arm, topic: str = ALL) -> Gain:
        answers = self.counting if topic == ALL else self.answers
        return gain_of(answers, arm.name, PLAIN.name, topic)

    @cached_property
    def overall(self) -> list[Gain]:
        """Of every arm but the plain one, on all that counts."""
        return [self.gain(arm) for arm in self.arms if arm != PLAIN]

    @property
    def default(self) -> Arm:
        """What the default should be."""
        best = cheapest(self.overall) if self.decides else None
        return next(arm for arm in self.arms if arm.name == best.arm) if best else PLAIN


def table(found: Found) -> str:
    """Markdown: arms against topics."""
    head = ["painted", "time", f"all ({len(found.counting)} prompts)"]
    head += [_named(found, topic) for topic in found.topics]
    rows = [head, ["---"] * len(head)]
    for arm in found.arms:
        gains = [found.gain(arm, topic) for topic in (ALL, *found.topics)]
        cells = [f"{gain.share:.1f} %" if arm == PLAIN else said(gain) for gain in gains]
        rows.append([arm.name, f"{gains[0].time:.2f}x", *cells])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _named(found: Found, topic: str) -> str:
    line, count = found.judge[topic], sum(answer.topic == topic for answer in found.answers)
    doubt = "" if line.counts else f", judge right on {line.judge.value:.0%} of renders: does not count"
    return f"{topic} ({count}{doubt})"


def verdict(found: Found) -> tuple[str, bool]:
    """The sentence at the end, and whether the model's entry agrees."""
    if not found.decides:
        return f"MISSED: a judge that counts and {ENOUGH} prompts are needed to decide; the default stays off", False
    best, settings = found.default, found.default.settings
    why = next((said(gain) for gain in found.overall if gain.arm == best.name), "no arm's interval lies above 0")
    told = "off" if best == PLAIN else ", ".join(f"{name} = {value:g}" for name, value in settings.items())
    own = {name: getattr(found.entry, name) for name in settings}
    agrees = own == settings
    rest = "" if agrees else f"; the model's entry says {own}"
    return f"{'met' if agrees else 'MISSED'}: the default should be {told}: {best.name}, {why}{rest}", agrees


def as_json(found: Found, about: str) -> dict[str, Any]:
    """Everything that was measured."""
    gains = [found.gain(arm, topic) for arm in found.arms for topic in (ALL, *found.topics)]
    judge = {topic: {"right": one.judge.value, "shuffled": one.shuffled.value} for topic, one in found.judge.items()}
    return {
        "about": about, "interval": CONFIDENCE, "judge": judge, "gains": [asdict(gain) for gain in gains],
        "default": found.default.settings, "decided": found.decides,
    }  # fmt: skip
