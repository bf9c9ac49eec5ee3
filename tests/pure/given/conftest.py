"""Two servers on loopback: one that counts as the internet here, and a trap that must never hear anything."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.given.decode import decoded
from bot.given.fetch import Fetcher, Limits

OPEN, TRAP = "127.0.0.1", "127.0.0.2"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FakeNames(AbstractResolver):
    """Names as a test wants them; one that names several answers gives each once, then the last for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answers = self.answers.get(host)
        if answers is None:
            raise OSError(f"no such name: {host}")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host, host=one, port=port, proto=0, flags=socket.AI_NUMERICHOST,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
            )
            for one in addresses
        ]  # fmt: skip

    async def close(self) -> None:
        """Nothing to give back."""


@dataclass
class Web:
    """What a test puts into the open server, and who knocked at the trap."""

    port: int
    names: FakeNames
    fetcher: Fetcher
    handlers: dict[str, Handler] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    knocks: int = 0

    @property
    def open(self) -> str:
        return f"http://{OPEN}:{self.port}"

    @property
    def trap(self) -> str:
        return f"http://{TRAP}:{self.port}"

    def serves(self, body: bytes, kind: str | None = "image/png", path: str = "/fox.png", **more: str) -> str:
        """The link of a body."""
        headers = ({"Content-Type": kind} if kind else {}) | {key.replace("_", "-"): text for key, text in more.items()}

        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=body, headers=headers)

        self.handlers[path] = answer
        return self.open + path

    def leads(self, path: str, onward: str, status: int = 302) -> str:
        """The link of a redirect."""

        async def answer(request: web.Request) -> web.Response:
            return web.Response(status=status, headers={"Location": onward})

        self.handlers[path] = answer
        return self.open + path

    async def taken(self, link: str) -> bytes:
        """What the bot keeps of a link."""
        return await decoded(await self.fetcher.fetch(link), link)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        handler = self.handlers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(talk: Talk, host: str, port: int = 0) -> AsyncIterator[int]:
    """A server that says to each who comes what `talk` says; its port. Nothing of it is left afterwards."""
    talks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await talk(reader, writer)
        writer.transport.abort()

    server = await asyncio.start_server(serve, host, port)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in talks:
        task.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
    await server.wait_closed()


@pytest.fixture
async def around() -> AsyncIterator[Web]:
    """Both servers, on one port of two addresses."""
    runner_of: list[Web] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        assert isinstance(request, web.Request)
        return await runner_of[0].answer(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, OPEN, 0)
    await site.start()
    port = runner.addresses[0][1]
    names = FakeNames()
    limits = Limits(seconds=2.0, megabytes=2, allowed=frozenset({(OPEN, port)}))
    found = Web(port, names, Fetcher(limits, names))
    runner_of.append(found)

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.knocks += 1

    async with listening(count, TRAP, port):
        yield found
    await runner.cleanup()
