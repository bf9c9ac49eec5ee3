"""The pictures that people keep with ❤️, in Redis."""

from __future__ import annotations

from typing import Any

import redis

from jobs import keys
from jobs.requests import JobId


class Favourites:
    """Jobs by person, each with the time at which it was kept."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def toggle(self, person_id: int, job: JobId, now: float) -> bool:
        """Keep it, or no longer where it was kept; whether it is kept now. `now` in unix seconds."""
        key = keys.of_person(person_id, "favourites")
        if self._redis.zadd(key, {job: now}, nx=True):
            return True
        self._redis.zrem(key, job)
        return False

    def of(self, person_id: int) -> list[JobId]:
        """The one kept last first."""
        found: Any = self._redis.zrevrange(keys.of_person(person_id, "favourites"), 0, -1)
        return [JobId(job.decode()) for job in found]

    def forget(self, person_id: int) -> None:
        """All of a person's."""
        self._redis.delete(keys.of_person(person_id, "favourites"))
