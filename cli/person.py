"""A person in the sandbox, over its person API (`sandbox/README.md`)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp

Json = dict[str, Any]
POLL_S = 0.1


class Refused(Exception):
    """The sandbox did not let the person do that; the sentence is the sandbox's own."""


class Person:
    """Types, presses and looks, like somebody at the page."""

    def __init__(self, session: aiohttp.ClientSession, address: str, name: str) -> None:
        self._session, self._address, self.name = session, address, name

    async def world(self) -> Json:
        """The guild, its channels, the people, and whether the bot is online."""
        return dict(await self._ask("GET", "/sandbox/world"))

    async def type(self, channel: str, command: str, options: Json) -> str:
        """Send a slash command; returns the interaction's id."""
        body = {"channel_id": channel, "name": command, "options": options}
        return str((await self._ask("POST", f"/sandbox/people/{self.name}/command", body))["interaction_id"])

    async def press(self, message: str, label: str) -> str:
        """Press the button that reads `label`; returns the interaction's id."""
        body = {"message_id": message, "label": label}
        return str((await self._ask("POST", f"/sandbox/people/{self.name}/press", body))["interaction_id"])

    async def acknowledged(self, interaction: str, seconds: float) -> Json:
        """Wait until the bot answered the interaction. Raises `Refused` when it did not, in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            seen = await self._ask("GET", f"/sandbox/people/{self.name}/interactions/{interaction}")
            if seen["state"] == "acknowledged":
                return dict(seen)
            if seen["state"] == "failed":
                raise Refused("the application did not respond")
            await asyncio.sleep(POLL_S)
        raise Refused("the application did not respond")

    async def messages(self, channel: str) -> list[Json]:
        """What the person sees in a channel, oldest first."""
        found = await self._ask("GET", f"/sandbox/people/{self.name}/channels/{channel}/messages?limit=50")
        return list(found["messages"] if isinstance(found, dict) else found)

    async def download(self, url: str) -> bytes:
        """An attachment's bytes."""
        async with self._session.get(url) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Any:
        async with self._session.request(method, self._address + path, json=body) as answer:
            found = await answer.json(content_type=None)
            if answer.status >= 400:
                raise Refused(str(found.get("error", found)))
            return found
