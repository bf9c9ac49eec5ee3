"""--video: the grid forming, frame by frame, as one animated WebP."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from models.order import OnStep, StepSeen
from worker.gpu.checks import Checker, check
from worker.gpu.pictures_of_job import grid_of

FRAME_SIDE = 512  #: pixels of the longer side
MOST_FRAMES = 100
FRAME_MS, LAST_MS = 120, 2000  #: how long a frame is shown, and the finished grid
QUALITY = 60  #: of WebP


class Film:
    """An `on_step` that keeps a frame of each step and tells `on_step` of it."""

    def __init__(self, on_step: OnStep, checkers: Sequence[Checker]) -> None:
        self._on_step, self._checkers = on_step, checkers
        self._frames: list[Image.Image] = []

    def __call__(self, seen: StepSeen) -> None:
        """Raises what `on_step` raises, `PictureRefused`, `CheckerDown`."""
        self._on_step(seen)
        every = -(-seen.total // MOST_FRAMES)
        if seen.index % every == 0 and (tiles := seen.preview()):
            check(self._checkers, tiles)
            self._frames.append(_frame(tiles))

    def webp(self, tiles: Sequence[Image.Image]) -> bytes:
        """The film, ending in the finished `tiles`, which were checked."""
        last = _frame(tiles)
        before = [frame.resize(last.size) if frame.size != last.size else frame for frame in self._frames]
        first, *others = [*before, last]
        shown = [FRAME_MS] * len(before) + [LAST_MS]
        out = io.BytesIO()
        first.save(out, "webp", save_all=True, append_images=others, duration=shown, loop=0, quality=QUALITY)
        return out.getvalue()


def _frame(tiles: Sequence[Image.Image]) -> Image.Image:
    frame = grid_of(tiles) if len(tiles) > 1 else tiles[0].convert("RGB")
    frame.thumbnail((FRAME_SIDE, FRAME_SIDE))
    return frame
