"""People who come at the same time are served together: one hop to a thread, one write to the disk, for all of them.

A thread for each of 200 simultaneous commands costs more in waiting for the interpreter than the work itself; and a
Redis that syncs every write syncs once for all writes that reach it together. While one group is being served the
next one gathers, so a lone person never waits for company.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Generic, TypeVar

Wish = TypeVar("Wish")
Outcome = TypeVar("Outcome")


MOST = 40  #: served at once, so that answers to the first leave while the next are being recorded


class Crowd(Generic[Wish, Outcome]):
    """Gathers calls on one event loop. `serve` is called in a thread, with all wishes that gathered; it returns an
    outcome or an error for each, in order."""

    def __init__(self, serve: Callable[[Sequence[Wish]], Sequence[Outcome | Exception]]) -> None:
        self._serve = serve
        self._gathered: list[tuple[Wish, asyncio.Future[Outcome]]] = []
        self._serving: asyncio.Task[None] | None = None

    async def ask(self, wish: Wish) -> Outcome:
        """The outcome of one wish. Raises the error that `serve` returned for it, or raised for all."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._gathered.append((wish, future))
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve_all())
        return await future

    async def _serve_all(self) -> None:
        while self._gathered:
            group, self._gathered = self._gathered[:MOST], self._gathered[MOST:]
            for (_, future), outcome in zip(group, await self._outcomes(group), strict=True):
                if future.cancelled():
                    continue
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)

    async def _outcomes(self, group: Sequence[tuple[Wish, object]]) -> Sequence[Outcome | Exception]:
        try:
            return await asyncio.to_thread(self._serve, [wish for wish, _ in group])
        except Exception as error:  # of the whole group, e.g. Redis is gone: each of them is told
            return [error] * len(group)


class Calm:
    """Work that nobody waits for lets those be answered first who do wait."""

    def __init__(self, threads: int, patience_s: float) -> None:
        self._unanswered = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._threads = asyncio.Semaphore(threads)
        self._patience_s = patience_s

    @contextmanager
    def someone_waits(self) -> Iterator[None]:
        """Around everything between a wish and its answer."""
        self._unanswered += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._unanswered -= 1
            if not self._unanswered:
                self._calm.set()

    @asynccontextmanager
    async def after_the_answers(self) -> AsyncIterator[None]:
        """Begin when nobody waits, or after `patience_s`; few threads at a time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calm.wait(), self._patience_s)
        async with self._threads:
            yield
