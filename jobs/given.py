"""The pictures that people gave: clean RGB PNGs in the picture store, and whose they are.

A key is `given/HEX.png`; HEX comes from the person and the pixels, so that what one person deletes is no other's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import redis

from jobs import keys
from jobs.errors import Mistake
from jobs.pictures import PictureStore
from jobs.plan import PictureMissing

FOLDER = "given"
OURS = "picture:"
DAY_S = 86_400  # seconds


class TooManyGiven(Mistake):
    """A person makes us fetch more than one person needs."""

    code = "too_many_given"
    english = "You have given {limit} pictures within a day, and I take no more; name one that I keep as `picture:HEX`."


def key_of(person_id: int, png: bytes) -> str:
    """Where a person's picture is kept."""
    return f"{FOLDER}/{hashlib.sha256(b'%d ' % person_id + png).hexdigest()[:32]}.png"


class GivenPictures:
    """What people gave, with an index of each person's own keys in Redis."""

    def __init__(self, connection: redis.Redis, pictures: PictureStore) -> None:
        self._redis, self._pictures = connection, pictures

    def admit(self, person_id: int, a_day: int) -> None:
        """Count a picture that is about to be fetched. Raises `TooManyGiven` beyond `a_day` within 24 hours."""
        counter = keys.of_person(person_id, "given-today")
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(counter, 0, nx=True, ex=DAY_S)
            pipe.incr(counter)
            _, count = pipe.execute()
        if count > a_day:
            raise TooManyGiven(limit=a_day)

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
