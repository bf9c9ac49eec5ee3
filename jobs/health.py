"""Which programs have been heard of lately: what the containers' health checks and the demo's status lines ask."""

from __future__ import annotations

import redis

from jobs import keys

SILENT_S = 60  #: a program that has not beaten for this long counts as gone


class Health:
    """One key per program, which expires by itself."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def beat(self, program: str) -> None:
        """`program` is ready for work, now."""
        self._redis.set(keys.health(program), "1", ex=SILENT_S)

    def gone(self, program: str) -> None:
        """`program` ends."""
        self._redis.delete(keys.health(program))

    def is_alive(self, program: str) -> bool:
        """Whether it has beaten within `SILENT_S`."""
        return bool(self._redis.exists(keys.health(program)))
