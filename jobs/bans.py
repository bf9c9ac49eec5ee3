"""Who is shut out of this Atelier, by whose word and for which job."""

from __future__ import annotations

from typing import Any

import redis

from jobs import keys
from jobs.requests import Frozen, JobId


class Ban(Frozen):
    """One person shut out."""

    by: int  #: the moderator
    at: float  #: unix seconds
    job: JobId | None = None  #: the picture that was judged


class Bans:
    """By person id, until they are lifted."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def all(self) -> frozenset[int]:
        """Everybody who is shut out."""
        found: Any = self._redis.hkeys(keys.BANS)
        return frozenset(int(person) for person in found)

    def of(self, person_id: int) -> Ban | None:
        """The ban of a person, if there is one."""
        found: Any = self._redis.hget(keys.BANS, str(person_id))
        return Ban.model_validate_json(found) if found else None

    def ban(self, person_id: int, ban: Ban) -> None:
        """Shut somebody out from now on."""
        self._redis.hset(keys.BANS, str(person_id), ban.model_dump_json())

    def lift(self, person_id: int) -> None:
        """Let somebody in again."""
        self._redis.hdel(keys.BANS, str(person_id))
