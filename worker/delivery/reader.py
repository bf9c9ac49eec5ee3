"""The loop that reads the jobs' stream: progress is handed on at once; everything else is attended to, each in its own
task, and leaves the stream only when it is done. What a dead delivery held is taken over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable

import redis

from jobs.events import JobEvent, Progress
from jobs.health import Health
from jobs.stream import Entry, EventStream
from worker.delivery.desk import Desk, aside
from worker.delivery.outcomes import TokenRefused
from worker.delivery.postman import Postman

log = logging.getLogger(__name__)
TRIES = 6  #: of one event, each after a longer pause, before it is given up
BLOCK_MS = 500
HELD = 2_000  #: events on their way at once; above it nothing new is read
LAST_WORDS_S = 10.0  #: what is on its way may end in this time after a stop


class Reader:
    """`consumer` is this process's own name in the group."""

    def __init__(self, desk: Desk, stream: EventStream, postman: Postman, health: Health, consumer: str) -> None:
        self._desk, self._stream, self._postman, self._health = desk, stream, postman, health
        self._consumer = consumer
        self._working: dict[str, asyncio.Task[None]] = {}
        self._token_refused = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Raises `TokenRefused` when Discord no longer takes the bot's token."""
        rounds = asyncio.create_task(self._make_rounds())
        try:
            while not stop.is_set() and not self._token_refused.is_set():
                await self._read()
        finally:
            stop.set()
            rounds.cancel()
            await self._finish()
        if self._token_refused.is_set():
            raise TokenRefused(401, 0, "Discord refused the bot's token")

    async def _read(self) -> None:
        if len(self._working) >= HELD:
            await asyncio.sleep(0.1)
            return
        try:
            self._take(await aside(self._stream.read, self._consumer, 64, BLOCK_MS), tried_before=False)
        except redis.RedisError as error:
            log.warning("cannot read the stream: %r", error)
            await asyncio.sleep(1.0)

    async def _make_rounds(self) -> None:
        """Say that we live and what we hold, and take over from the dead."""
        idle_s = self._desk.settings.take_over_after_s
        while True:
            try:
                await aside(self._health.beat, "delivery")
                await aside(self._stream.touch, self._consumer, *self._working)
                found = await aside(self._stream.take_over, self._consumer, round(idle_s * 1000))
                self._take(found, tried_before=True)
            except redis.RedisError as error:
                log.warning("cannot make the rounds: %r", error)
            await self._desk.sleep(idle_s / 5)

    def _take(self, entries: Iterable[Entry], tried_before: bool) -> None:
        seen: list[str] = []
        for entry_id, event in entries:
            if isinstance(event, Progress):
                seen.append(entry_id)
                if self._fresh(entry_id):
                    self._postman.show(event)
            elif entry_id not in self._working:
                self._start(entry_id, self._attend(entry_id, event, tried_before))
        if seen:
            self._start(seen[0], self._drop(seen))

    def _start(self, entry_id: str, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._working[entry_id] = task
        task.add_done_callback(lambda _: self._working.pop(entry_id, None))

    def _fresh(self, entry_id: str) -> bool:
        written_at = int(entry_id.partition("-")[0]) / 1000  # a stream's entry ids begin with unix milliseconds
        return self._desk.clock() - written_at <= self._desk.settings.stale_after_s

    async def _drop(self, entry_ids: list[str]) -> None:
        try:
            await aside(self._stream.done, *entry_ids)
        except redis.RedisError as error:
            log.warning("progress stays in the stream: %r", error)

    async def _attend(self, entry_id: str, event: JobEvent, tried_before: bool) -> None:
        """Never raises: an event that cannot be attended to is tried again, and in the end given up in the log."""
        failures = 0
        while True:
            try:
                if failures < TRIES:
                    await self._postman.attend(event, tried_before)
                else:
                    await self._postman.give_up(event)
                await aside(self._stream.done, entry_id)
                return
            except TokenRefused:
                self._token_refused.set()
                return
            except redis.RedisError as error:
                log.warning("job %s: Redis: %r", event.job, error)
                tried_before = True
                await self._desk.sleep(1.0)
            except Exception:
                log.exception("job %s: %s could not be attended to", event.job, event.kind)
                failures, tried_before = failures + 1, True
                await self._desk.sleep(min(10.0, 2.0**failures))

    async def _finish(self) -> None:
        tasks = list(self._working.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LAST_WORDS_S)
            for task in late:
                task.cancel()
