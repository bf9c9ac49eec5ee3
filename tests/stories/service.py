"""The whole service as real processes, in one test: what `make demo` starts, and hands to hurt it with."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import redis
from rich.console import Console

from cli.journey import is_final
from cli.person import Person
from cli.processes import Processes
from cli.service import Demo, Running
from jobs.fleet import Fleet, WorkerStatus

Json = dict[str, Any]


class Service:
    """A running demo, with a person to type and hands to kill."""

    def __init__(self, demo: Demo, running: Running, session: aiohttp.ClientSession, channel: str) -> None:
        self.demo, self.running, self.channel = demo, running, channel
        self._session = session

    def person(self, name: str) -> Person:
        """Ann, Bob or Cleo (an admin)."""
        return Person(self._session, self.running.address, name)

    async def imagine(self, name: str, prompt: str) -> str:
        """Type `/imagine` and wait for the acknowledgement; returns the interaction's id."""
        person = self.person(name)
        interaction = await person.type(self.channel, "imagine", {"prompt": prompt})
        await person.acknowledged(interaction, seconds=10)
        return interaction

    async def finals(self, name: str = "ann") -> list[Json]:
        """The finished pictures in the channel."""
        return [message for message in await self.person(name).messages(self.channel) if is_final(message)]

    async def wait_for_finals(self, count: int, seconds: float = 60) -> list[Json]:
        """Until so many finished pictures are there; then two seconds more, so that a double would show."""
        await eventually(lambda: self._has_finals(count), seconds)
        await asyncio.sleep(2)
        return await self.finals()

    async def _has_finals(self, count: int) -> bool:
        return len(await self.finals()) >= count

    async def fault(self, **body: Any) -> None:
        """Ask the sandbox to misbehave."""
        async with self._session.post(f"{self.running.address}/sandbox/faults", json=body) as answer:
            assert answer.status < 300, await answer.text()

    def workers(self) -> list[WorkerStatus]:
        """The painters that are alive."""
        with redis.Redis.from_url(self.running.redis_url) as client:
            return Fleet(client, time.time).workers()

    async def painting(self, seconds: float = 30) -> WorkerStatus:
        """The worker that paints now."""

        async def paints() -> bool:
            return any(worker.state == "painting" for worker in self.workers())

        await eventually(paints, seconds)
        return next(worker for worker in self.workers() if worker.state == "painting")

    def crash(self, part: str) -> None:
        """kill -9 of a whole part."""
        self.demo.processes.kill(part)

    def crash_worker(self, worker: WorkerStatus) -> None:
        """kill -9 of one painter; its supervisor lives on."""
        os.kill(worker.pid, signal.SIGKILL)

    def start(self, part: str, *options: str) -> None:
        """Start a part that was killed."""
        self.demo.start_part(part, *options)


async def eventually(happened: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Wait until it happened. Raises `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while not await happened():
            await asyncio.sleep(0.1)


@asynccontextmanager
async def running_service(
    folder: Path, workers: int = 1, env: Mapping[str, str] | None = None
) -> AsyncIterator[Service]:
    """Start everything, hand it over, end everything."""
    with Processes(folder / "logs") as processes:
        demo = Demo(processes, {**os.environ, **(env or {})}, Console(quiet=True), folder)
        running = await asyncio.to_thread(demo.start, 0, workers)
        async with aiohttp.ClientSession() as session:
            world = await Person(session, running.address, "ann").world()
            yield Service(demo, running, session, world["channels"][0]["id"])
