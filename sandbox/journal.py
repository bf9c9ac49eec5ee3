"""What the bot sent, and what of it was refused because no Discord would know it."""

from __future__ import annotations

import json
import logging
from collections import deque
from dataclasses import dataclass, field

from sandbox.state import Json

ENTRIES_KEPT = 50_000
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """One request. `status` is 0 when the connection was dropped instead of answered."""

    t: float  #: unix seconds of its arrival
    method: str
    path: str
    query: dict[str, str]
    body: object = None
    files: list[Json] = field(default_factory=list)  #: filename and size in bytes
    status: int = 0

    def json(self) -> Json:
        return {name: getattr(self, name) for name in ("t", "method", "path", "query", "status", "body", "files")}


class Journal:
    """The last requests and refusals, oldest first."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=ENTRIES_KEPT)
        self.refused: deque[Json] = deque(maxlen=ENTRIES_KEPT)

    def refuse(self, entry: Entry, reason: str) -> None:
        log.warning("refused %s %s: %s; body %s", entry.method, entry.path, reason, json.dumps(entry.body)[:500])
        self.refused.append({"t": entry.t, "method": entry.method, "path": entry.path, "reason": reason})
