"""Rate limits with Discord's headers: a window per bucket and resource, and one for the whole bot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sandbox.settings import Rate

WINDOWS_KEPT = 10_000


@dataclass(slots=True)
class Window:
    ends_at: float  #: unix seconds
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a call was told. `retry_after_s` is None when it may go on."""

    headers: dict[str, str]
    retry_after_s: float | None = None
    everywhere: bool = False


class RateLimits:
    """Fixed windows that begin with the first call in them."""

    def __init__(self, everywhere: Rate) -> None:
        self._everywhere = everywhere
        self._windows: dict[tuple[str, str], Window] = {}

    def take(self, bucket: str, resource: str, rate: Rate, now: float, *, counts_globally: bool) -> Verdict:
        """Spend one call. A refused call spends nothing."""
        if counts_globally and self._everywhere.limit:
            whole = self._window(("global", ""), self._everywhere, now)
            if whole.used >= self._everywhere.limit:
                return _refusal({}, whole.ends_at - now, "global", everywhere=True)
            whole.used += 1
        if not rate.limit:
            return Verdict({})
        window = self._window((bucket, resource), rate, now)
        refused = window.used >= rate.limit
        window.used += not refused
        headers = _headers(bucket, rate, window, now)
        return _refusal(headers, window.ends_at - now, "user") if refused else Verdict(headers)

    def _window(self, key: tuple[str, str], rate: Rate, now: float) -> Window:
        window = self._windows.get(key)
        if window is None or window.ends_at <= now:
            if len(self._windows) > WINDOWS_KEPT:
                self._windows = {at: one for at, one in self._windows.items() if one.ends_at > now}
            window = self._windows[key] = Window(now + rate.per_s)
        return window


def _headers(bucket: str, rate: Rate, window: Window, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(rate.limit),
        "X-RateLimit-Remaining": str(rate.limit - window.used),
        "X-RateLimit-Reset": f"{window.ends_at:.3f}",
        "X-RateLimit-Reset-After": f"{window.ends_at - now:.3f}",
        "X-RateLimit-Bucket": hashlib.md5(bucket.encode(), usedforsecurity=False).hexdigest(),
    }


def _refusal(headers: dict[str, str], wait_s: float, scope: str, *, everywhere: bool = False) -> Verdict:
    shown = headers | {"Retry-After": f"{wait_s:.3f}", "X-RateLimit-Scope": scope}
    if everywhere:
        shown["X-RateLimit-Global"] = "true"
    return Verdict(shown, wait_s, everywhere)


def refused_body(verdict: Verdict) -> dict[str, object]:
    return {
        "message": "You are being rate limited.",
        "retry_after": round(verdict.retry_after_s or 0.0, 3),
        "global": verdict.everywhere,
    }
