"""What the line and the records are limited to. Every program of one Redis must be given the same caps."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from jobs.requests import Frozen

Clock = Callable[[], float]  #: unix seconds
_DAY = 86_400  # seconds


class Caps(Frozen):
    """Caps per person, and how long things last."""

    running: int = Field(default=3, ge=1)  #: jobs of one person on workers at once; more are parked
    waiting: int = Field(
        default=10, ge=1
    )  #: jobs of one person accepted or in line at once; one prompt's may be more in an empty line
    deaths: int = Field(default=3, ge=1)  #: workers that a job may kill before it is put aside
    lease_s: float = Field(default=12.0, gt=0)  #: how long a claim holds without a heartbeat
    keep_s: int = Field(default=400 * _DAY, ge=60)  #: how long an ended record lives, and its buttons with it
