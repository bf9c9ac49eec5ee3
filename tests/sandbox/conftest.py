"""A town for each story, with Discord's addresses pointing at it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import pytest_asyncio
import yarl

from sandbox.app import RunningSandbox, serve
from sandbox.settings import SandboxSettings
from tests.conftest import missing
from tests.sandbox.town import Town

ROOT = Path(__file__).resolve().parents[2]


def official() -> Path | None:
    """Discord's own description of its API, where this machine has it."""
    named = os.environ.get("ATELIER_DISCORD_OPENAPI")
    path = Path(named) if named else ROOT.parent / "shared" / "reference" / "discord-openapi.json"
    return path if path.exists() else None


@pytest.fixture(scope="session")
def description() -> Path:
    found = official()
    if found is None:
        missing("Discord's OpenAPI description (ATELIER_DISCORD_OPENAPI)")
        raise AssertionError("unreachable")
    return found


@contextmanager
def pointed_at(running: RunningSandbox) -> Iterator[None]:
    """discord.py's three addresses for a while."""
    kept = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE
    discord.http.Route.BASE = running.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(running.gateway)
    discord.Asset.BASE = running.address
    try:
        yield
    finally:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE = kept


Found = Callable[..., Awaitable[Town]]


@pytest_asyncio.fixture
async def found_town() -> AsyncIterator[Found]:
    """`await found_town(deadline_s=0.3)`: a town with other settings. What the sandbox refused must be expected."""
    made: list[tuple[Town, Any]] = []

    async def build(**settings: Any) -> Town:
        running = await serve(SandboxSettings(**({"openapi": official()} | settings)))
        seam = pointed_at(running)
        seam.__enter__()
        session = aiohttp.ClientSession()
        town = Town(running, session)
        made.append((town, seam))
        town.world = await town.ask("GET", "/sandbox/world")
        return town

    yield build
    for town, seam in made:
        await town.close()
        await town.session.close()
        await town.running.close()
        seam.__exit__(None, None, None)


@pytest_asyncio.fixture
async def town(found_town: Found) -> AsyncIterator[Town]:
    """The usual town. Nothing may have been refused, by us or by the official description, at its end."""
    built = await found_town()
    yield built
    assert await built.refused() == []
