"""The pictures that people gave: clean RGB PNGs in the picture store, and whose they are.

A key is `given/HEX.png`; HEX comes from the person and the pixels, so that what one person deletes is no other's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import redis

from jobs import keys
from jobs.pictures import PictureStore
from jobs.plan import PictureMissing

FOLDER = "given"
OURS = "picture:"


def key_of(person_id: int, png: bytes) -> str:
    """Where a person's picture is kept."""
    return f"{FOLDER}/{hashlib.sha256(b'%d ' % person_id + png).hexdigest()[:32]}.png"


class GivenPictures:
    """What people gave, with an index of each person's own keys in Redis."""

    def __init__(self, connection: redis.Redis, pictures: PictureStore) -> None:
        self._redis, self._pictures = connection, pictures

    def keep(self, person_id: int, png: bytes) -> str:
        """Store a clean picture for a person; its key. Raises `OSError`, `redis.RedisError`."""
        key = key_of(person_id, png)
        self._redis.sadd(keys.of_person(person_id, "given"), key)  # first: what lies in the store can be found again
        self._pictures.put(key, png)
        return key

    def known(self, person_id: int, sources: Iterable[str]) -> dict[str, str]:
        """The keys of those sources that are `picture:HEX`; another person's picture is copied.

        Raises `PictureMissing`."""
        return {source: self._own(person_id, source) for source in sources if source.startswith(OURS)}

    def _own(self, person_id: int, source: str) -> str:
        key = f"{FOLDER}/{source.removeprefix(OURS)}.png"
        if self._redis.sismember(keys.of_person(person_id, "given"), key) and self._pictures.exists(key):
            return key
        try:
            return self.keep(person_id, self._pictures.get(key))
        except FileNotFoundError as error:
            raise PictureMissing(source=source) from error

    def drop(self, person_id: int, given: Iterable[str]) -> None:
        """Delete those of the keys that are the person's own."""
        for key in given:
            if self._redis.srem(keys.of_person(person_id, "given"), key):
                self._pictures.delete(key)

    def erase(self, person_id: int) -> None:
        """Delete everything that the person gave."""
        index = keys.of_person(person_id, "given")
        found: Any = self._redis.smembers(index)
        self.drop(person_id, sorted(key.decode() for key in found))


Sources = Mapping[str, str]  #: link or `picture:HEX` -> key in the picture store
