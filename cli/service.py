"""The whole service on one machine: a private Redis, the sandbox, bot, delivery and painters, in one command."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from rich.console import Console

from cli.processes import Processes, this_program
from cli.redis_server import find_redis_program, redis_command
from cli.words import tr
from jobs.fleet import Fleet
from jobs.health import Health

ROOT = Path(__file__).resolve().parent.parent
DEMO_TOKEN = "demo-token"  #: the sandbox knows no other, and it binds loopback only
PATIENCE_S = 120.0  #: of one part to become ready; a cold import of torch from a slow disk takes most of it


class DemoFailed(Exception):
    """A part did not start; the sentence says what to do."""


@dataclass(frozen=True)
class Running:
    """Where the demo's parts are reached."""

    address: str  #: of the sandbox and its page
    redis_url: str


class Demo:
    """Starts the parts in order, one status line each."""

    def __init__(self, processes: Processes, env: Mapping[str, str], console: Console, folder: Path) -> None:
        self.processes, self.console, self.folder = processes, console, folder
        self.env = dict(env)

    def start(self, port: int, workers: int) -> Running:
        """Start everything and wait until it can take a prompt. Raises `DemoFailed`."""
        address = f"http://127.0.0.1:{self._usable_port(port)}"
        redis_url = self._start_redis()
        self.env |= self._settings(address, redis_url)
        self.start_part("sandbox")
        self.start_part("worker", "--supervise", "--count", str(workers))  # it takes longest: torch and the weights
        self._ready("sandbox", lambda: self._world(address) is not None)
        self.env["ATELIER_ADMINS"] = self._admins(address)
        self.start_part("bot")
        self.start_part("delivery")
        self._ready("bot", lambda: bool((self._world(address) or {}).get("bot", {}).get("online")))
        with redis.Redis.from_url(redis_url) as client:
            self._ready("delivery", lambda: Health(client).is_alive("delivery"))
            self._ready("worker", lambda: has_painter(client))
        return Running(address, redis_url)

    def watch(self) -> None:
        """Return never, but by Ctrl-C or with `DemoFailed` when a part ends."""
        while True:
            self._check_alive()
            time.sleep(0.5)  # how soon an ended part is noticed

    def _settings(self, address: str, redis_url: str) -> dict[str, str]:
        return {
            "REDIS_URL": redis_url,
            "DISCORD_TOKEN": DEMO_TOKEN,
            "ATELIER_DISCORD_API": address,
            "ATELIER_SANDBOX_PORT": address.rpartition(":")[2],
            "ATELIER_SANDBOX_TOKEN": DEMO_TOKEN,
            "ATELIER_ALLOWED_GUILDS": "*",
            "ATELIER_PRIVATE_ADDRESSES_ALLOWED": address.removeprefix("http://"),  # uploads lie in the sandbox
            "ATELIER_PICTURES": str(self.folder / "pictures"),
            "PYTHONUNBUFFERED": "1",
        }

    def _start_redis(self) -> str:
        if url := self.env.get("REDIS_URL"):
            return url
        program = find_redis_program(ROOT)
        if program is None:
            raise DemoFailed(tr("no_redis"))
        port = self._usable_port(0)
        (self.folder / "redis").mkdir(parents=True, exist_ok=True)
        self.processes.start("redis", redis_command(program, port, self.folder / "redis"), self.env)
        url = f"redis://127.0.0.1:{port}/0"
        with redis.Redis.from_url(url) as client:
            self._ready("redis", lambda: _answers(client))
        return url

    def start_part(self, name: str, *options: str) -> None:
        """Start one of our programs; called again for one that was killed, it starts it anew."""
        self.processes.start(name, this_program(name, *options), self.env)

    def _ready(self, name: str, is_ready: Callable[[], bool]) -> None:
        began = time.monotonic()
        with self.console.status(f"{tr(f'part_{name}')}: {tr('starting')}"):
            while not is_ready():
                self._check_alive()
                if time.monotonic() - began > PATIENCE_S:
                    words = self.processes.last_words(name)
                    raise DemoFailed(tr("part_late", name=tr(f"part_{name}"), seconds=int(PATIENCE_S)) + "\n" + words)
                time.sleep(0.05)  # how soon readiness is noticed
        self.console.print(f"[green]●[/green] {tr(f'part_{name}'):<14} {tr('ready')}")

    def _check_alive(self) -> None:
        if name := self.processes.ended():
            words = self.processes.last_words(name)
            raise DemoFailed(tr("part_ended", name=tr(f"part_{name}")) + "\n" + words)

    def _usable_port(self, port: int) -> int:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise DemoFailed(tr("port_taken", port=port)) from error
            return int(probe.getsockname()[1])

    def _admins(self, address: str) -> str:
        """The ids of those who live in the sandbox as administrators."""
        people = (self._world(address) or {}).get("people", [])
        return ",".join(str(person["id"]) for person in people if person["admin"])

    def _world(self, address: str) -> dict[str, Any] | None:
        try:
            with urllib.request.urlopen(f"{address}/sandbox/world", timeout=2) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def has_painter(client: redis.Redis) -> bool:
    """Whether a worker has loaded its model and can take a job."""
    return any(worker.state in ("idle", "painting") for worker in Fleet(client, time.time).workers())
