"""A town for stories: the sandbox, a private Redis and the real bot in one process, and people to act in it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import redis
from pydantic import SecretStr

from bot.client import AtelierClient
from bot.desk import Desk
from bot.run import make_client, make_desk
from bot.settings import BotSettings
from jobs.settings import SharedSettings
from messages.discord_address import point_at
from sandbox.app import RunningSandbox, serve
from sandbox.settings import SandboxSettings

from .people import LOOK_EVERY_S, PATIENCE_S, Person

TOKEN = "sandbox-token"
DESCRIPTION = Path(
    os.environ.get("ATELIER_DISCORD_OPENAPI", Path(__file__).parents[3] / "shared/reference/discord-openapi.json")
)
OPENAPI = DESCRIPTION if DESCRIPTION.exists() else None
SEED = 4242


@dataclass
class Town:
    """Where stories happen."""

    sandbox: RunningSandbox
    shared: SharedSettings
    connection: redis.Redis
    session: aiohttp.ClientSession
    stack: AsyncExitStack
    bots: list[AtelierClient] = field(default_factory=list)
    _guests: Iterator[int] = field(default_factory=count)

    @property
    def guild(self) -> int:
        return self.sandbox.town.settings.guild_id

    @property
    def desk(self) -> Desk:
        """The first bot's."""
        return self.bots[0].desk

    async def person(self, name: str) -> Person:
        """Ann and Bob are members, Cleo is an administrator."""
        world = await self.world()
        card = next(card for card in world["people"] if card["name"] == name)
        return Person(self.session, self.sandbox.address, card, world["channels"][0]["id"])

    async def newcomer(self, locale: str = "en-US") -> Person:
        """Somebody whom nobody has met, with this language."""
        name = f"guest_{next(self._guests)}"
        async with self.session.post(f"{self.sandbox.address}/sandbox/people", json={"name": name}) as answer:
            assert answer.status < 300, await answer.text()
        person = await self.person(name)
        person.locale = locale
        return person

    async def people(self, *names: str) -> list[Person]:
        return [await self.person(name) for name in names]

    async def world(self) -> Any:
        """The guild, its channels and its people."""
        return await self._get("world")

    async def fault(self, **body: Any) -> None:
        """Ask the sandbox to misbehave."""
        async with self.session.post(f"{self.sandbox.address}/sandbox/faults", json=body) as answer:
            assert answer.status < 300, await answer.text()

    async def log(self, method: str, path: str) -> list[dict[str, Any]]:
        """The requests that bots made, of one method, with `path` somewhere in theirs."""
        return [entry for entry in await self._get("log") if entry["method"] == method and path in entry["path"]]

    async def refused(self) -> list[dict[str, Any]]:
        """Requests that are no part of Discord's API."""
        return list(await self._get("refused"))

    async def start_bot(self, **settings: Any) -> AtelierClient:
        """One more bot with the same token; everybody in the guild may use it unless `settings` say otherwise."""
        uploads = self.sandbox.address.removeprefix("http://")
        known: dict[str, Any] = {"allowed_guilds": frozenset({self.guild}), "shards": 1}
        known["private_addresses_allowed"] = uploads
        wanted = BotSettings(discord_token=SecretStr(TOKEN), **(known | settings))
        desk = make_desk(self.connection, wanted, self.shared, time.time, lambda: SEED)
        client = await self.stack.enter_async_context(online(desk, wanted, self.connection))
        self.bots.append(client)
        return client

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until it happened. Raises `TimeoutError`."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if happened():
                    return
                await asyncio.sleep(LOOK_EVERY_S)

    async def _get(self, what: str) -> Any:
        async with self.session.get(f"{self.sandbox.address}/sandbox/{what}") as answer:
            return await answer.json()


@asynccontextmanager
async def online(desk: Desk, settings: BotSettings, connection: redis.Redis) -> AsyncIterator[AtelierClient]:
    """A bot that is connected to the gateway, closed afterwards."""
    client = await make_client(desk, settings, connection)
    async with client:
        running = asyncio.create_task(client.start(settings.discord_token.get_secret_value()))
        up = asyncio.create_task(client.up.wait())
        await asyncio.wait({running, up}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
        if running.done():
            running.result()
        assert client.up.is_set(), "the bot did not come up within 20 s"
        yield client
        await client.close()
        await running


@asynccontextmanager
async def open_town(redis_url: str, folder: Path, **sandbox_settings: Any) -> AsyncIterator[Town]:
    """The sandbox and an empty Redis, without a bot."""
    if OPENAPI is None and os.environ.get("CI"):
        pytest.fail(f"{DESCRIPTION} is missing, and CI must hold every request against Discord's description")
    async with AsyncExitStack() as stack:
        sandbox = await serve(SandboxSettings(tokens=(TOKEN,), openapi=OPENAPI, **sandbox_settings))
        stack.push_async_callback(sandbox.close)
        point_at(sandbox.address)
        connection = stack.enter_context(redis.Redis.from_url(redis_url))
        connection.flushall()
        session = await stack.enter_async_context(aiohttp.ClientSession())
        shared = SharedSettings(redis_url=redis_url, pictures=str(folder / "pictures"))
        town = Town(sandbox, shared, connection, session, stack)
        yield town
        assert await town.refused() == []  # no story makes a request that Discord's own description does not know


@pytest.fixture
async def empty_town(redis_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The sandbox and Redis, without a bot."""
    async with open_town(redis_url, tmp_path) as town:
        yield town


@pytest.fixture
async def town(empty_town: Town) -> Town:
    """The same with one bot that lets everybody in the guild in."""
    await empty_town.start_bot()
    return empty_town
