"""The sandbox's own time, and ids made from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000  #: 2015-01-01T00:00:00Z in unix milliseconds


class Clock:
    """Unix time in seconds that can be moved forward, so that a token of 15 minutes can die within a test."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self.ahead_s = 0.0

    def now(self) -> float:
        return self._time() + self.ahead_s

    def advance(self, seconds: float) -> None:
        """Raises `ValueError` for a negative number: ids are made from this clock and must rise."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self.ahead_s += seconds


class Snowflakes:
    """Rising 64-bit ids: milliseconds since 2015 in the upper 42 bits, a counter in the lower 22."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        fresh = (int(self._clock.now() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(fresh, self._last + 1)
        return self._last


def iso(unix_s: float) -> str:
    """The way Discord writes a time: `2026-01-31T12:00:00.123000+00:00`."""
    return datetime.fromtimestamp(unix_s, UTC).isoformat(timespec="microseconds")
