"""Delivery for stories: in this process, or as one of its own that may be killed; and a painter who paints by hand."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import redis
from PIL import Image
from pydantic import SecretStr

from jobs.caps import Caps
from jobs.errors import JobUnknown
from jobs.events import Progress
from jobs.line import Line
from jobs.pictures import PictureStore
from jobs.records import Finding, Pictures, Record, State, job_id
from jobs.requests import JobId
from jobs.settings import SharedSettings
from jobs.stream import EventStream
from worker.delivery.run import run
from worker.delivery.settings import DeliverySettings

from .people import Seen

TOKEN = "sandbox-token"
SIDE = 64  #: pixels of a tile painted by hand
ENDED = frozenset({State.DELIVERED, State.KEPT, State.FAILED, State.CANCELLED})


def finals(messages: list[Seen]) -> list[Seen]:
    """The messages with a finished picture and its tools."""
    return [message for message in messages if message.raw["attachments"] and len(message.labels) > 1]


def settings_for(address: str, **more: Any) -> DeliverySettings:
    return DeliverySettings(discord_token=SecretStr(TOKEN), discord_api=address, **more)


@asynccontextmanager
async def delivering(shared: SharedSettings, settings: DeliverySettings) -> AsyncIterator[None]:
    """A delivery in this process."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, shared, stop))
    yield
    stop.set()
    await task


class DeliveryProcess:
    """A delivery that can be killed."""

    def __init__(self, shared: SharedSettings, settings: DeliverySettings) -> None:
        self._env = {
            **os.environ,
            "DISCORD_TOKEN": settings.discord_token.get_secret_value(),
            "DISCORD_API": settings.discord_api or "",
            "REDIS_URL": shared.redis_url,
            "ATELIER_PICTURES": shared.pictures,
            "ATELIER_TAKE_OVER_AFTER_S": str(settings.take_over_after_s),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = (
            "import asyncio, os; from jobs.settings import SharedSettings; from worker.delivery.run import run;"
            "from worker.delivery.settings import DeliverySettings;"
            "asyncio.run(run(DeliverySettings.from_env(os.environ), SharedSettings.from_env(os.environ)))"
        )
        self._process = subprocess.Popen([sys.executable, "-c", program], env=self._env)

    def kill(self) -> None:
        """As `kill -9` does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


class HandPainter:
    """Does what a GPU worker does to a record, without a model."""

    def __init__(self, connection: redis.Redis, shared: SharedSettings) -> None:
        self.line = Line(connection, time.time, Caps())
        self.ledger, self.events = self.line.ledger, EventStream(connection)
        self.pictures = PictureStore(shared.pictures)

    async def begins(self, interaction: str) -> Record:
        """Take the job of an interaction from the line."""
        job = job_id(int(interaction))
        await self.until(job, State.QUEUED)
        return await asyncio.to_thread(self.ledger.begin, job)

    async def shows(self, record: Record, step: int, steps: int) -> None:
        """One progress event with a preview."""
        key = f"{record.id}/preview-{step}.webp"
        await asyncio.to_thread(self.pictures.put, key, encoded(plain(SIDE * 2, step), "webp"))
        event = Progress(job=record.id, attempt=record.attempt, step=step, steps=steps, preview=key)
        await asyncio.to_thread(self.events.publish, event)

    async def finishes(self, record: Record, grid: Image.Image | None = None, film: bytes | None = None) -> Record:
        """Four tiles and a grid in the store, perhaps a film, and the record rendered."""
        tiles = []
        for number in range(1, 5):
            key = f"{record.id}/tile-{number}.png"
            await asyncio.to_thread(self.pictures.put, key, encoded(plain(SIDE, number), "png"))
            tiles.append(key)
        whole = f"{record.id}/grid.png"
        await asyncio.to_thread(self.pictures.put, whole, encoded(grid or plain(2 * SIDE, 5), "png"))
        reel = f"{record.id}/film.webp" if film else None
        if reel and film:
            await asyncio.to_thread(self.pictures.put, reel, film)
        pictures = Pictures(grid=whole, tiles=tuple(tiles), film=reel)
        return await asyncio.to_thread(self.ledger.rendered, record.id, record.attempt, pictures)

    async def paints(self, interaction: str, grid: Image.Image | None = None) -> Record:
        """From the line to `rendered`."""
        return await self.finishes(await self.begins(interaction), grid)

    async def tells(self, interaction: str, *findings: Finding) -> Record:
        """From the line to `rendered`, in words."""
        record = await self.begins(interaction)
        return await asyncio.to_thread(self.ledger.rendered, record.id, record.attempt, Pictures(), None, findings)

    async def until(self, job: JobId, *states: State, seconds: float = 20) -> Record:
        """Wait for one of these states. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while True:
                with contextlib.suppress(JobUnknown):  # not accepted yet
                    record = await asyncio.to_thread(self.ledger.get, job)
                    if record.state in states:
                        return record
                await asyncio.sleep(0.05)

    async def ended(self, job: JobId, seconds: float = 20) -> Record:
        """Wait until delivery has done with the job."""
        return await self.until(job, *ENDED, seconds=seconds)


def plain(side: int, shade: int) -> Image.Image:
    """A square in one colour."""
    return Image.new("RGB", (side, side), (40 * shade % 256, 90, 200))


def noise(side: int, seed: int = 1) -> Image.Image:
    """A square that no encoder makes small: about 3 bytes a pixel as PNG."""
    return Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3))


def encoded(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()
