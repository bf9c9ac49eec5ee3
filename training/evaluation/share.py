"""Counts with their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    @classmethod
    def of_all(cls, answers: Iterable[bool]) -> Share:
        """The share of what is true."""
        told = list(answers)
        return cls(sum(told), len(told))

    @property
    def value(self) -> float:
        """0 to 1; 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """The Wilson score interval (Wilson 1927), 95 % by default."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.right}/{self.of} = {self.value:.1%} ({low:.1%} to {high:.1%})"
