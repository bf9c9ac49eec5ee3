"""One budget of requests for the whole bot token.

Discord allows a bot 50 requests a second over all routes. A preview takes only what is left above a reserve and never
waits in a line, so a final message never waits behind one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

Clock = Callable[[], float]  #: seconds; any origin, never going back
Sleep = Callable[[float], Awaitable[None]]


class Urgency(StrEnum):
    """What a request is for."""

    FINAL = "final"
    PREVIEW = "preview"


class Budget:
    """A token bucket with a reserve for finals. Pure: the time is passed in."""

    def __init__(self, per_second: float, burst: int, reserve: int) -> None:
        """`burst` requests at once at most, of which `reserve` are never spent on previews.

        Raises `ValueError` unless 0 <= reserve < burst and per_second > 0."""
        if not (0 <= reserve < burst and per_second > 0):
            raise ValueError(f"a budget of {per_second}/s, {burst} at once, {reserve} in reserve cannot work")
        self._rate, self._burst, self._reserve = per_second, burst, reserve
        self._left, self._seen_at, self._closed_until = float(burst), float("-inf"), float("-inf")

    def take(self, now: float, urgency: Urgency) -> float:
        """0.0 when the request may go now; otherwise the seconds (> 0) after which it is worth asking again."""
        if now < self._closed_until:
            return self._closed_until - now
        self._refill(now)
        floor = self._reserve if urgency is Urgency.PREVIEW else 0
        missing = floor + 1 - self._left
        if missing > 1e-9:
            return missing / self._rate
        self._left -= 1
        return 0.0

    def close_until(self, moment: float) -> None:
        """Discord said that the whole bot must wait; a shorter wait than the one in force changes nothing."""
        self._closed_until = max(self._closed_until, moment)

    def _refill(self, now: float) -> None:
        if now > self._seen_at:
            gained = (now - self._seen_at) * self._rate
            self._left = min(float(self._burst), self._left + gained)
            self._seen_at = now


class Limiter:
    """The budget for asyncio: finals wait in the order in which they came, previews are told to come back."""

    def __init__(self, budget: Budget, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._budget, self._clock, self._sleep = budget, clock, sleep
        self._line = asyncio.Lock()

    async def final(self) -> None:
        """Return when a final message may be sent."""
        async with self._line:
            while wait := self._budget.take(self._clock(), Urgency.FINAL):
                await self._sleep(wait)

    def preview(self) -> float:
        """0.0 when a preview may be sent now, otherwise the seconds after which to ask again."""
        return self._budget.take(self._clock(), Urgency.PREVIEW)

    def everybody_waits(self, seconds: float) -> None:
        """After a 429 of global scope."""
        self._budget.close_until(self._clock() + seconds)
