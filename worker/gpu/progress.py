"""Between two steps: say how far the painting is, show a preview, and ask whether the owner wants it stopped."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PIL import Image

from jobs.events import Progress
from jobs.records import Record
from models.errors import Stopped
from models.order import StepSeen
from worker.gpu.checks import Checker, check
from worker.gpu.pictures_of_job import preview_webp
from worker.gpu.studio import Studio

TELL_EVERY_S = 1.5  #: between two progress events of one job
ASK_EVERY_S = 0.3  #: between two looks at the wish to stop

log = logging.getLogger(__name__)


class Reporter:
    """The `on_step` of one painting; `record` is in its present attempt."""

    def __init__(self, studio: Studio, record: Record, checkers: Sequence[Checker]) -> None:
        self._studio, self._record, self._checkers = studio, record, checkers
        self._told_at = self._asked_at = float("-inf")

    def __call__(self, seen: StepSeen) -> None:
        """Raises `Stopped`, `PictureRefused`, `CheckerDown`."""
        now = self._studio.clock()
        if now - self._asked_at >= ASK_EVERY_S:
            self._asked_at = now
            self._ask()
        if now - self._told_at >= TELL_EVERY_S:  # so the first preview comes with the first step
            self._told_at = now
            self._tell(seen.index + 1, seen.total, seen.preview())

    def begin(self) -> None:
        """0 %: a worker has the job, and may still have to load its model."""
        self._ask()
        self._tell(0, self._record.request.steps, [])

    def _ask(self) -> None:
        if self._studio.line.stop_requested(self._record.id):
            raise Stopped

    def _tell(self, step: int, steps: int, tiles: Sequence[Image.Image]) -> None:
        event = Progress(
            job=self._record.id, attempt=self._record.attempt, step=step, steps=steps, preview=self._preview(tiles)
        )
        self._studio.events.publish(event)

    def _preview(self, tiles: Sequence[Image.Image]) -> str | None:
        if not tiles:
            return None
        check(self._checkers, tiles)
        key = f"{self._record.id}/preview-{self._record.attempt}.webp"  # a newer one may take an older one's place
        self._studio.pictures.put(key, preview_webp(tiles))
        return key
