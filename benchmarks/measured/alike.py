"""Do two ways of painting get as many pictures right? Each question is its own control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.measured.judging import interval, p_value
from benchmarks.measured.paying import ENOUGH
from training.evaluation.share import Share

DIFFERENT = 0.05  #: p, below which the two do not paint alike


@dataclass(frozen=True, slots=True)
class Compared:
    """Which pictures of the same questions are right."""

    topic: str
    stock: Sequence[bool]
    ours: Sequence[bool]

    @property
    def apart(self) -> list[float]:
        """Stock less ours, percentage points of each question."""
        return [100.0 * (theirs - own) for theirs, own in zip(self.stock, self.ours, strict=True)]

    @property
    def p(self) -> float:
        """How often chance alone would set the two at least as far apart, in either direction."""
        return min(1.0, 2 * min(p_value(self.apart), p_value([-each for each in self.apart])))

    def __str__(self) -> str:
        low, high = interval(self.apart)
        shares = (Share.of_all(rights) for rights in (self.stock, self.ours))
        told = f"{fmean(self.apart):+.1f} ({low:+.1f} to {high:+.1f}), p = {self.p:.2f}"
        return "".join(f"{text:34}" for text in (self.topic, *map(str, shares))) + told


def verdict(both: Compared, fit: bool) -> tuple[str, bool]:
    """The sentence at the end, and whether stock diffusers paints as we do."""
    if not fit or len(both.ours) < ENOUGH:
        return f"MISSED: a judge that counts and {ENOUGH} prompts are needed to decide", False
    if both.p < DIFFERENT:
        return f"MISSED: stock diffusers and ours differ, p = {both.p:.3f}", False
    return f"met: no difference between stock diffusers and ours, p = {both.p:.2f}", True
