"""What one worker process keeps from job to job, and the one place where the tasks find it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jobs.caps import Clock
from jobs.ledger import Ledger
from jobs.line import Line
from jobs.pictures import PictureStore
from jobs.stream import EventStream
from worker.gpu.checks import Checker
from worker.gpu.painters import Painters


def end_at_once() -> None:
    """End this process as a kill would: its claim expires, and another process paints the job."""
    os._exit(70)  # EX_SOFTWARE


@dataclass(frozen=True, kw_only=True)
class Studio:
    """Built by the composition root."""

    ledger: Ledger
    line: Line
    events: EventStream
    pictures: PictureStore
    painters: Painters
    checkers: Mapping[str, Sequence[Checker]] = field(default_factory=dict)  #: by model
    clock: Clock = time.monotonic  #: seconds
    end_process: Callable[[], None] = end_at_once


class StudioMissing(RuntimeError):
    """A task ran in a process whose composition root did not install a studio."""


_installed: list[Studio] = []


def install(studio: Studio) -> None:
    """Make this the studio of the process: RQ calls tasks by name, so they can be given nothing else."""
    _installed[:] = [studio]


def current() -> Studio:
    """The studio of this process. Raises `StudioMissing`."""
    if not _installed:
        raise StudioMissing("worker.gpu.studio.install was not called in this process")
    return _installed[0]
