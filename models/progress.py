"""Counts steps over the batches of an order, and puts the previews of all its candidates together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PIL import Image

from models.order import OnStep, PaintOrder, StepSeen

GREY = (128, 128, 128)

Look = Callable[[], list[Image.Image]]  # previews of the batch that is being painted; empty where there are none
Seen = Callable[[int, int, Look], None]  # told of each step of one batch: its index, how many there are, a look


class Progress:
    """The progress of one order. Not for reuse."""

    def __init__(self, order: PaintOrder, on_step: OnStep) -> None:
        self.order, self.on_step = order, on_step
        self.finished: list[Image.Image] = []
        self.steps_before = 0

    def batch(self, candidates: Sequence[int], paint: Callable[[Seen], list[Image.Image]]) -> list[Image.Image]:
        """Paint one batch, telling the order's `on_step` of its steps; a failed batch leaves no trace here."""
        left = len(self.order.painted) - len(self.finished)
        batches = -(-left // len(candidates))
        steps = 0

        def seen(index: int, total: int, look: Look) -> None:
            nonlocal steps
            steps = total
            whole = self.steps_before + total * batches
            self.on_step(StepSeen(index=self.steps_before + index, total=whole, preview=lambda: self._all(look())))

        images = paint(seen)
        for candidate, image in zip(candidates, images, strict=True):
            image.info["candidate"] = candidate
        self.finished += images
        self.steps_before += steps
        return images

    def _all(self, current: list[Image.Image]) -> list[Image.Image]:
        if not current:
            return []
        shown = [*self.finished, *current][: self.order.candidates]
        return shown + [Image.new("RGB", current[0].size, GREY)] * (self.order.candidates - len(shown))
