"""Misfortunes that can be ordered: each waits for a matching request and is used up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sandbox import errors
from sandbox.errors import DiscordError
from sandbox.ratelimit import Verdict
from sandbox.state import Json

WHERE = {  #: the routes that a fault is about when none is named
    "unknown_interaction": r"^/interactions/",
    "unknown_webhook": r"^/webhooks/",
    "forbidden": r"^/channels/",
}
WITH_FILES = {"too_large", "slow_upload"}  #: faults that only requests with files meet
KINDS = {
    "rate_limit", "server_error", "accept_then_500", "accept_then_drop", "too_large", "slow_upload", "forbidden",
    "unknown_interaction", "unknown_webhook",
}  # fmt: skip


@dataclass(slots=True)
class Fault:
    kind: str
    route: re.Pattern[str]
    method: str | None = None
    left: int | None = 1  #: how often it still strikes; None is until cleared
    seconds: float = 1.0
    more: Json = field(default_factory=dict)  #: status, code, global, via


def parse(body: Json) -> Fault:
    """The body of POST /sandbox/faults as a fault. Raises `ValueError` with a sentence."""
    kind = body.get("fault")
    if kind not in KINDS:
        known = ", ".join(sorted(KINDS | {"gateway_drop", "dm_closed"}))
        raise ValueError(f"fault is one of {known}, not {kind!r}")
    try:
        route = re.compile(body.get("route") or WHERE.get(kind, ""))
    except re.error as error:
        raise ValueError(f"route is not a regular expression: {error}") from error
    times = body.get("times", 1)
    common = {"fault", "route", "method", "times", "seconds"}
    more = {key: value for key, value in body.items() if key not in common}
    method = body["method"].upper() if body.get("method") else None
    return Fault(kind, route, method, int(times) if times else None, float(body.get("seconds", 1.0)), more)


class Faults:
    """The faults that are waiting."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def take(self, kinds: set[str], method: str, path: str, *, has_files: bool = False) -> Fault | None:
        """The first fault of these kinds that fits, with one strike used up."""
        for fault in self.waiting:
            if fault.kind not in kinds or (fault.kind in WITH_FILES and not has_files):
                continue
            if fault.method not in (None, method) or not fault.route.search(path):
                continue
            if fault.left is not None:
                fault.left -= 1
                if fault.left <= 0:
                    self.waiting.remove(fault)
            return fault
        return None


def rate_limited(fault: Fault) -> Verdict:
    """A 429 for `seconds`; `global` for the whole bot; `via: false` looks like a ban by Cloudflare."""
    everywhere = bool(fault.more.get("global"))
    headers = {"Retry-After": f"{fault.seconds:.3f}", "X-RateLimit-Scope": "global" if everywhere else "user"}
    headers |= {"X-RateLimit-Global": "true"} if everywhere else {}
    headers |= {"Via": ""} if fault.more.get("via") is False else {}
    return Verdict(headers, fault.seconds, everywhere)


def refusal(fault: Fault) -> DiscordError:
    """The error that a refusing fault stands for."""
    plain = {
        "too_large": errors.too_large,
        "unknown_interaction": errors.unknown_interaction,
        "unknown_webhook": errors.unknown_webhook,
    }
    if fault.kind in plain:
        return plain[fault.kind]()
    if fault.kind == "forbidden":
        return errors.missing_access() if fault.more.get("code") == 50001 else errors.missing_permissions()
    status = int(fault.more.get("status", 500))
    return DiscordError(status, 0, f"{status}: Internal Server Error")
