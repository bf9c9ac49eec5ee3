"""One websocket of the gateway: a queue, a writer, and a compressor that lives as long as it."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

try:
    import zstandard
except ImportError:  # a client that asks for it then gets plain text, which discord.py takes too
    zstandard = None  # type: ignore[assignment]

HEARD_PER_MINUTE = 120
Encode = Callable[[str], bytes | str]


def encoder(compress: str | None) -> Encode:
    """Flushed after every message; zstd is one frame for the whole connection."""
    if compress == "zlib-stream":
        deflate = zlib.compressobj(1)
        return lambda text: deflate.compress(text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if compress == "zstd-stream" and zstandard is not None:
        zstd = zstandard.ZstdCompressor(level=1).compressobj()
        return lambda text: zstd.compress(text.encode()) + zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return lambda text: text


class Connection:
    """What is put into the queue leaves in that order."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket, self._transport = socket, request.transport
        self.ended_by_us = False
        self._heard: deque[float] = deque(maxlen=HEARD_PER_MINUTE)  # unix seconds
        self._encode = encoder(request.query.get("compress"))
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def hears_too_much(self, now: float) -> bool:
        """Call for every frame that arrives: 120 a minute are allowed."""
        full = len(self._heard) == HEARD_PER_MINUTE and now - self._heard[0] < 60
        self._heard.append(now)
        return full

    def send(self, op: int, data: Any = None) -> None:
        self.put(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def put(self, text: str) -> None:
        self._queue.put_nowait(text)

    async def write(self) -> None:
        """Runs until it is cancelled or the socket is gone."""
        while not self.socket.closed:
            frame = self._encode(await self._queue.get())
            try:
                await (self.socket.send_str(frame) if isinstance(frame, str) else self.socket.send_bytes(frame))
            except ConnectionError:
                return

    async def close(self, code: int, reason: str) -> None:
        self.ended_by_us = True
        await self.socket.close(code=code, message=reason.encode())

    def cut(self) -> None:
        """End without a word, as a broken line does."""
        if self._transport:
            self._transport.abort()
