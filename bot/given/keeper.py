"""Links become kept pictures: a few at a time, whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from weakref import WeakValueDictionary

from bot.given.decode import decoded
from bot.given.fetch import Fetcher, Limits
from bot.given.names import Names
from jobs.given import GivenPictures, Sources

FETCHES, DECODERS = 16, 2  #: at once
ONE_PERSONS = 3  #: of them


class Keeper:
    """Fetches, decodes and keeps; one for a bot."""

    def __init__(self, given: GivenPictures, limits: Limits, a_day: int) -> None:
        self._given, self._names, self._a_day = given, Names(), a_day
        self._fetcher = Fetcher(limits, self._names)
        self._people: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()
        self._fetches, self._decoders = asyncio.Semaphore(FETCHES), asyncio.Semaphore(DECODERS)

    async def keep(self, person_id: int, link: str) -> str:
        """The key of the picture behind a link. Raises `NotGiven`, `TooManyGiven`, `DecoderDown`,
        `redis.RedisError`, `OSError`."""
        turn = self._people.setdefault(person_id, asyncio.Semaphore(ONE_PERSONS))
        async with turn:
            await asyncio.to_thread(self._given.admit, person_id, self._a_day)
            async with self._fetches:
                data = await self._fetcher.fetch(link)
            async with self._decoders:
                png = await decoded(data, link)
        return await asyncio.to_thread(self._given.keep, person_id, png)

    async def fetch(self, person_id: int, link: str) -> bytes:
        """What is behind a link, as it is, for those who do not decode it. Raises `NotGiven`."""
        turn = self._people.setdefault(person_id, asyncio.Semaphore(ONE_PERSONS))
        async with turn, self._fetches:
            return await self._fetcher.fetch(link)

    async def keep_all(self, person_id: int, links: Iterable[str]) -> Sources:
        """The same for several, at the same time; the first that cannot be taken stops the others."""
        links = tuple(dict.fromkeys(links))
        tasks = [asyncio.create_task(self.keep(person_id, link)) for link in links]
        try:
            return dict(zip(links, await asyncio.gather(*tasks), strict=True))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def end(self) -> None:
        """Give the threads back."""
        self._names.end()
