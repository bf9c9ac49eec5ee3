"""`atelier demo`: the whole service on this machine, and a person in it if asked."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

import aiohttp
from rich.console import Console

from cli.environment import environment
from cli.journey import Journey, JourneyFailed, Moment, play
from cli.person import Person, Refused
from cli.processes import Processes, stopping_on_signals
from cli.service import Demo, DemoFailed, Running
from cli.words import tr


def run_demo(prompt: str | None, presses: Sequence[str], out: Path, leave: bool, port: int, workers: int) -> int:
    """The command. 0 after Ctrl-C or a finished journey; 1 with one sentence that says what went wrong."""
    console = Console(highlight=False)
    port = 0 if leave and port == DEFAULT_PORT else port  # a smoke test runs beside a demo that is being looked at
    with tempfile.TemporaryDirectory(prefix="atelier-") as name, stopping_on_signals():
        folder = Path(name)
        with Processes(folder / "logs") as processes:
            service = Demo(processes, environment(), console, folder)
            try:
                return _run(service, console, port, workers, prompt, presses, out, leave)
            except (DemoFailed, JourneyFailed) as error:
                console.print(f"[red]✗[/red] {error}", soft_wrap=True)
                return 1
            except KeyboardInterrupt:
                return 0


DEFAULT_PORT = 8023


def _run(
    service: Demo, console: Console, port: int, workers: int, prompt: str | None, presses: Sequence[str],
    out: Path, leave: bool,
) -> int:  # fmt: skip
    running = service.start(port, workers)
    if prompt is not None:
        asyncio.run(_play(running, console, prompt, presses, out))
    if not leave:
        console.print(tr("open_page", address=running.address))
        service.watch()
    return 0


async def _play(running: Running, console: Console, prompt: str, presses: Sequence[str], out: Path) -> None:
    def tell(moment: Moment) -> None:
        console.print(f"[dim]{moment.at:7.2f} s[/dim]  {moment.what:<20} {moment.file or ''}")

    async with aiohttp.ClientSession() as session:
        person = Person(session, running.address, "ann")
        try:
            channel = (await person.world())["channels"][0]["id"]
            await play(Journey(person, channel, out, tell=tell), prompt, presses)
        except Refused as error:
            raise JourneyFailed(str(error)) from error
