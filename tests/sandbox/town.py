"""Builders, actors and queries of the sandbox's stories: a town with people, and a small real bot."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
import discord
from discord import app_commands
from PIL import Image

from sandbox.app import RunningSandbox

Itx = discord.Interaction[Any]


def picture(side: int = 32, kind: str = "PNG") -> bytes:
    """A small square picture."""
    held = io.BytesIO()
    Image.new("RGB", (side, side), (200, 90, 40)).save(held, kind)
    return held.getvalue()


def file(name: str = "grid.png", data: bytes | None = None) -> discord.File:
    return discord.File(io.BytesIO(picture() if data is None else data), name)


class VaryButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"vary:(?P<job>[a-z0-9]+)"):
    """A stateless button, as the bot has them."""

    def __init__(self, job: str) -> None:
        super().__init__(discord.ui.Button(label="V1", custom_id=f"vary:{job}"))
        self.job = job

    @classmethod
    async def from_custom_id(cls, itx: Itx, item: Any, match: Any, /) -> VaryButton:
        return cls(match["job"])

    async def callback(self, itx: Itx) -> None:
        await itx.response.send_message(f"varying {self.job}", ephemeral=True)


class Bot(discord.Client):
    """An unmodified client with the commands that a story gives it."""

    def __init__(self, *commands: Any, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents.default(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        for command in commands:
            self.tree.add_command(command)
        self.ready, self.resumed = asyncio.Event(), asyncio.Event()
        self.heard: list[discord.Message] = []
        self.reactions: list[str] = []
        self.failures: list[BaseException] = []

    async def setup_hook(self) -> None:
        self.add_dynamic_items(VaryButton)
        await self.tree.sync()
        self.tree.error(self._failed)

    async def _failed(self, itx: Itx, error: app_commands.AppCommandError) -> None:
        self.failures.append(getattr(error, "original", error))

    async def on_ready(self) -> None:
        self.ready.set()

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.reactions.append(event.emoji.name)


def command(
    body: Callable[..., Coroutine[Any, Any, None]], name: str = "imagine", **options: Any
) -> app_commands.Command[Any, Any, Any]:
    """`body(itx, ...)` as a slash command."""
    return app_commands.Command(name=name, description=f"The command {name}", callback=body, **options)


class Actor:
    """One person, through the sandbox's own interface."""

    def __init__(self, town: Town, name: str) -> None:
        self.town, self.name = town, name
        self.card = next(one for one in town.world["people"] if one["name"] == name)
        self.channel_id = town.channel

    async def post(self, verb: str, *, status: int = 200, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await self.town.ask("POST", f"/sandbox/people/{self.name}/{verb}", status, body)
        return answer

    async def types(self, name: str, *, status: int = 200, **options: Any) -> dict[str, Any]:
        """A slash command; returns the interaction once it is decided."""
        body = {"channel_id": self.channel_id, "name": name, "options": options}
        return await self._decided(await self.post("command", status=status, **body))

    async def presses(self, label: str, under: dict[str, Any]) -> dict[str, Any]:
        return await self._decided(await self.post("press", message_id=under["id"], label=label))

    async def _decided(self, asked: dict[str, Any]) -> dict[str, Any]:
        if "interaction_id" not in asked:
            return asked
        path = f"/sandbox/people/{self.name}/interactions/{asked['interaction_id']}"
        decided: dict[str, Any] = await self.town.until(
            lambda: self.town.ask("GET", path), lambda one: one["state"] != "waiting"
        )
        return decided

    async def sees(self, channel_id: str | None = None) -> list[dict[str, Any]]:
        where = channel_id or self.channel_id
        seen: list[dict[str, Any]] = await self.town.ask(
            "GET", f"/sandbox/people/{self.name}/channels/{where}/messages"
        )
        return seen

    async def awaits(self, text: str, channel_id: str | None = None) -> dict[str, Any]:
        """The newest message with this text, once it is there."""
        seen = await self.town.until(
            lambda: self.sees(channel_id), lambda all_: any(text in one["content"] for one in all_)
        )
        return next(one for one in reversed(seen) if text in one["content"])


class Town:
    """A running sandbox, its people and its bots."""

    def __init__(self, running: RunningSandbox, session: aiohttp.ClientSession) -> None:
        self.running, self.session = running, session
        self.world: dict[str, Any] = {}
        self.bots: list[tuple[Bot, asyncio.Task[None]]] = []

    @property
    def channel(self) -> str:
        return str(self.world["channels"][0]["id"])

    async def ask(self, method: str, path: str, status: int = 200, body: Any = None) -> Any:
        async with self.session.request(method, self.running.address + path, json=body) as answer:
            found = await answer.json()
            assert answer.status == status, (path, answer.status, found)
            return found

    async def until(self, look: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool], seconds: float = 8) -> Any:
        """Look again until it is as wanted. Fails after `seconds`."""
        found = None
        async with asyncio.timeout(seconds):
            while not wanted(found := await look()):
                await asyncio.sleep(0.02)
        return found

    def people(self, *names: str) -> list[Actor]:
        return [Actor(self, name) for name in names]

    async def fault(self, **body: Any) -> None:
        await self.ask("POST", "/sandbox/faults", 200, body)

    async def advance(self, seconds: float) -> None:
        await self.ask("POST", "/sandbox/clock", 200, {"advance_s": seconds})

    async def refused(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.ask("GET", "/sandbox/refused")
        return found

    async def requests(self, path: str) -> list[dict[str, Any]]:
        """What the bot sent to paths that end like this."""
        return [one for one in await self.ask("GET", "/sandbox/log") if one["path"].endswith(path)]

    async def start(self, *commands: Any) -> Bot:
        """A bot that is logged in and ready."""
        bot = Bot(*commands)
        task = asyncio.create_task(bot.start("sandbox-token"))
        self.bots.append((bot, task))
        ready = asyncio.create_task(bot.ready.wait())
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        ready.cancel()
        if task.done():
            task.result()
        assert bot.is_ready()
        return bot

    async def stop(self, bot: Bot) -> None:
        await bot.close()

    async def close(self) -> None:
        for bot, task in self.bots:
            await bot.close()
            await asyncio.wait({task}, timeout=5)
