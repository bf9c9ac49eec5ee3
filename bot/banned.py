"""Who is shut out, at hand for every door without a word to Redis; another bot's ban is known within seconds."""

from __future__ import annotations

import asyncio
import logging
import time

import redis

from jobs.bans import Ban, Bans

_log = logging.getLogger(__name__)
FRESH_S = 5.0


class Banned:
    """`person in banned`, as of at most `FRESH_S` before the last interaction."""

    def __init__(self, bans: Bans) -> None:
        self._bans = bans
        self._people: frozenset[int] = frozenset()
        self._read_at = float("-inf")

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._people

    async def load(self) -> None:
        """Read all bans. Raises `redis.RedisError`."""
        self._read_at = time.monotonic()
        self._people = await asyncio.to_thread(self._bans.all)

    async def look_again(self) -> None:
        """Read them again where that was long ago; what was known stays where Redis cannot be reached."""
        if time.monotonic() - self._read_at < FRESH_S:
            return
        try:
            await self.load()
        except redis.RedisError as error:
            _log.warning("the bans could not be read: %s", error)

    async def ban(self, person_id: int, ban: Ban) -> None:
        """Shut somebody out, here at once."""
        await asyncio.to_thread(self._bans.ban, person_id, ban)
        self._people |= {person_id}

    async def lift(self, person_id: int) -> None:
        """Let somebody in again, here at once."""
        await asyncio.to_thread(self._bans.lift, person_id)
        self._people -= {person_id}
