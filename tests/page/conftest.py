"""The real sandbox, a small discord.py bot in it, and a real Chromium in front of it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from messages.discord_address import SEAMS, point_at
from sandbox.app import RunningSandbox, serve
from sandbox.settings import SandboxSettings
from tests.page.small_bot import SmallBot

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

PATIENCE_MS = 20_000  #: the machine may be painting beside the tests
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Stage:
    """A sandbox with its bot and browser; `page` opens a window and listens for what goes wrong there."""

    sandbox: RunningSandbox
    bot: SmallBot
    browser: Browser
    closing: AsyncExitStack
    wrong: list[str] = field(default_factory=list)  #: console errors, exceptions and requests that failed

    async def page(
        self, person: str = "ann", *, locale: str = "en-US", width: int = 1100, scheme: str = "dark"
    ) -> Page:
        context = await self.browser.new_context(
            viewport={"width": width, "height": 800},
            locale=locale,
            color_scheme="light" if scheme == "light" else "dark",
        )
        self.closing.push_async_callback(context.close)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("requestfailed", lambda request: self.wrong.append(f"{request.url}: {request.failure}"))
        await page.goto(f"{self.sandbox.address}/?person={person}")
        await page.locator("#welcome .prompt").first.wait_for()  # the commands are known
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)


def browser_path() -> str:
    """The system's Chromium. Without one the test is skipped, in CI it fails."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chromium on the PATH, and CI must have one")
    if found is None:
        pytest.skip("no Chromium on the PATH")
    return found


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Raises `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def launch(closing: AsyncExitStack) -> Browser:
    playwright = await closing.enter_async_context(async_playwright())
    browser = await playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
    closing.push_async_callback(browser.close)
    return browser


async def login(sandbox: RunningSandbox, closing: AsyncExitStack) -> SmallBot:
    """A bot that is connected and has its commands registered."""
    bot = SmallBot()
    running = asyncio.create_task(bot.start(sandbox.town.settings.tokens[0]))
    closing.push_async_callback(ended, running)
    closing.push_async_callback(bot.close)
    await until(bot.is_ready)
    return bot


async def ended(task: Awaitable[None]) -> None:
    await task


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with AsyncExitStack() as closing:
        yield await launch(closing)


@pytest_asyncio.fixture(loop_scope="session")
async def stage(chromium: Browser) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as closing:
        sandbox = await serve(SandboxSettings(deadline_s=2.5))
        closing.push_async_callback(sandbox.close)
        for owner, name in SEAMS:
            closing.callback(setattr, owner, name, getattr(owner, name))
        point_at(sandbox.address)
        bot = await login(sandbox, closing)
        made = Stage(sandbox, bot, chromium, closing)
        yield made
    assert made.wrong == []
