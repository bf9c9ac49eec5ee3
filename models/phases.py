"""Several paintings that are one piece of work for the person who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.order import OnStep, StepSeen

PARTS = 1000  #: steps that the whole is told in


class Phases:
    """Tells one `on_step` of paintings that follow each other; `shares` are their parts of the work, in any unit."""

    def __init__(self, on_step: OnStep, shares: Sequence[float]) -> None:
        self._on_step, self._shares = on_step, shares

    def phase(self, number: int) -> OnStep:
        """The `on_step` of painting `number`, counted from 0."""
        whole = sum(self._shares)
        before, share = sum(self._shares[:number]) / whole, self._shares[number] / whole

        def seen(step: StepSeen) -> None:
            done = before + share * (step.index + 1) / step.total
            self._on_step(replace(step, index=max(0, round(PARTS * done) - 1), total=PARTS))

        return seen if len(self._shares) > 1 else self._on_step
