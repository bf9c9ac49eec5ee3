"""Gateway sessions: what each bot wants to hear, and what it missed."""

from __future__ import annotations

import json
import secrets
from collections import deque

from sandbox.frames import Connection
from sandbox.state import DM, Event, Json

DISPATCH = 0
GUILDS, GUILD_MESSAGES, GUILD_REACTIONS, DIRECT_MESSAGES, DIRECT_REACTIONS = 1, 1 << 9, 1 << 10, 1 << 12, 1 << 13
BUFFERED = 2000  #: dispatches kept for a resume
SESSIONS_KEPT = 16  #: lost ones beyond this number cannot be resumed


class Session:
    """One bot's view of the world; it outlives its connection for a while."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents, self.shard = intents, shard
        self.connection: Connection | None = None
        self.lost_at: float | None = None  #: unix seconds
        self.seq = 0
        self._buffer: deque[tuple[int, str]] = deque(maxlen=BUFFERED)

    def dispatch(self, name: str, data: Json) -> None:
        self.seq += 1
        text = json.dumps({"op": DISPATCH, "t": name, "s": self.seq, "d": data}, separators=(",", ":"))
        self._buffer.append((self.seq, text))
        if self.connection:
            self.connection.put(text)

    def can_resume_after(self, seq: int) -> bool:
        return seq <= self.seq and (not self._buffer or seq >= self._buffer[0][0] - 1)

    def replay(self, seq: int) -> None:
        """Put what came after `seq` into the connection."""
        for number, text in self._buffer:
            if number > seq and self.connection:
                self.connection.put(text)

    def wants(self, event: Event, channel_type: int) -> bool:
        """Intents and shards: direct messages live on shard 0."""
        if channel_type == DM and self.shard[0] != 0:
            return False
        if event.type == "interaction_create":
            return True
        if event.type.startswith("reaction"):
            needed = DIRECT_REACTIONS if channel_type == DM else GUILD_REACTIONS
        elif event.type == "channel_update":
            needed = GUILDS
        else:
            needed = DIRECT_MESSAGES if channel_type == DM else GUILD_MESSAGES
        return bool(self.intents & needed)


class Sessions:
    """The sessions of all bots; lost ones are forgotten after `memory_s` seconds."""

    def __init__(self, memory_s: float) -> None:
        self._memory_s = memory_s
        self.by_id: dict[str, Session] = {}

    def add(self, session: Session, now: float) -> None:
        lost = [one for one in self.by_id.values() if one.lost_at is not None]
        too_many = len(lost) - SESSIONS_KEPT
        for at, one in enumerate(lost):
            if at < too_many or (one.lost_at or now) < now - self._memory_s:
                del self.by_id[one.id]
        self.by_id[session.id] = session

    def of(self, connection: Connection) -> Session | None:
        return next((one for one in self.by_id.values() if one.connection is connection), None)

    @property
    def online(self) -> bool:
        return any(session.connection for session in self.by_id.values())
