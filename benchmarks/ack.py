"""How long do people wait for an acknowledgement? `python benchmarks/ack.py` (redis-server on the PATH; half a minute).

200 people type `/imagine` at once in the sandbox; the real bot, as its own process with a real Redis that syncs every
write, records each prompt and acknowledges it. Everything shares two cores: sandbox, bot, Redis and the people.
Measured by the sandbox, from the dispatch of an interaction to its callback, after a few commands to warm up.
Goal: p99 under 250 ms, none over 3 s, all jobs in line.
"""

from __future__ import annotations

import os
import platform
import socket
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, in which the standard library's `queue` would be `queue.py`

import asyncio  # noqa: E402

import aiohttp  # noqa: E402
import redis  # noqa: E402

from cli.processes import Processes, this_program  # noqa: E402
from cli.redis_server import find_redis_program, redis_command  # noqa: E402
from jobs.line import Line  # noqa: E402

COMMANDS, WARM_UPS = 200, 5
GOAL_P99_S, GOAL_WORST_S = 0.250, 3.0
CORES = 2
TOKEN = "ack-token"  # of a sandbox that lives for half a minute


class Street:
    """The sandbox's person API."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session, self._root = session, f"{address}/sandbox"

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Raises `aiohttp.ClientResponseError`."""
        async with self._session.request(method, f"{self._root}/{path}", json=body, raise_for_status=True) as answer:
            return await answer.json()

    async def open(self) -> str:
        """Wait for the bot, let the people in; returns the channel's id."""
        async with asyncio.timeout(60):
            while True:
                with suppress(aiohttp.ClientError):
                    world = await self.ask("GET", "world")
                    if world["bot"]["online"] and await self._has_commands(str(world["channels"][0]["id"])):
                        break
                await asyncio.sleep(0.1)
        for number in range(COMMANDS):
            await self.ask("POST", "people", {"name": f"person{number}", "admin": False})
        return str(world["channels"][0]["id"])

    async def _has_commands(self, channel: str) -> bool:
        return any(c["name"] == "imagine" for c in await self.ask("GET", f"commands?person=ann&channel={channel}"))

    async def type(self, number: int, channel: str) -> tuple[int, str]:
        """One person's prompt; returns who and the interaction's id."""
        prompt = f"a fox number {number} in the snow under a purple evening sky --ar 3:2 --seed {number}"
        body = {"channel_id": channel, "name": "imagine", "options": {"prompt": prompt}}
        sent = await self.ask("POST", f"people/person{number}/command", body)
        return number, str(sent["interaction_id"])

    async def waited(self, number: int, interaction: str) -> float | None:
        """Seconds from dispatch to acknowledgement, or None where none came."""
        found = await self.ask("GET", f"people/person{number}/interactions/{interaction}")
        return found["acknowledged_at"] - found["sent_at"] if found["state"] == "acknowledged" else None


async def measure(address: str, line: Line) -> tuple[list[float | None], int]:
    """The 200 waits, and how many of the jobs stand in line."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        street = Street(session, address)
        channel = await street.open()
        for number in range(WARM_UPS):
            await street.type(number, channel)
        await asyncio.sleep(2)
        before = line.waiting()
        typed = await asyncio.gather(*(street.type(number, channel) for number in range(COMMANDS)))
        await asyncio.sleep(GOAL_WORST_S + 1)
        return [await street.waited(*one) for one in typed], line.waiting() - before


def start(processes: Processes, folder: Path) -> tuple[str, str]:
    """Redis, sandbox and bot; the addresses of Redis and of the sandbox."""
    program = find_redis_program(ROOT)
    if program is None:
        raise SystemExit("there is no redis-server on the PATH")
    ports = free_port(), free_port()
    redis_url, address = f"redis://127.0.0.1:{ports[0]}/0", f"http://127.0.0.1:{ports[1]}"
    env = {**os.environ, "REDIS_URL": redis_url, "DISCORD_TOKEN": TOKEN, "ATELIER_DISCORD_API": address}
    env |= {"ATELIER_SANDBOX_PORT": str(ports[1]), "ATELIER_SANDBOX_TOKEN": TOKEN, "ATELIER_ALLOWED_GUILDS": "*"}
    env |= {"ATELIER_PICTURES": str(folder / "pictures"), "PYTHONPATH": str(ROOT)}
    processes.start("redis", redis_command(program, ports[0], folder), env)
    wait_for(redis_url)
    processes.start("sandbox", this_program("sandbox"), env)
    time.sleep(1.5)  # the bot's first login finds the sandbox there
    processes.start("bot", this_program("bot"), env)
    return redis_url, address


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(redis_url: str) -> None:
    """Raises `redis.ConnectionError` after 10 s."""
    with redis.Redis.from_url(redis_url) as connection:
        for _ in range(200):
            with suppress(redis.ConnectionError):
                connection.ping()
                return
            time.sleep(0.05)
        connection.ping()


def main() -> int:
    """Measure, print, and say by the exit code whether the goals are met."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name, Processes(Path(name) / "logs") as processes:
        redis_url, address = start(processes, Path(name))
        try:
            with redis.Redis.from_url(redis_url) as connection:
                waits, queued = asyncio.run(measure(address, Line(connection, time.time)))
        except BaseException:
            print(processes.last_words("bot"), processes.last_words("sandbox"), sep="\n")
            raise
    return report(waits, queued, load)


def report(waits: list[float | None], queued: int, load: float) -> int:
    """Print the figures; 0 when the goals are met."""
    answered = sorted(wait for wait in waits if wait is not None)
    shares = quantiles(answered, n=100, method="inclusive") if len(answered) > 1 else [float("inf")] * 99
    worst = answered[-1] if answered else float("inf")
    print(f"machine: {platform.machine()}, {CORES} of {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load before: {load:.1f}")
    print(f"acknowledged: {len(answered)} of {len(waits)}; in line: {queued}")
    print(f"p50 {shares[49] * 1000:.0f} ms, p90 {shares[89] * 1000:.0f} ms, worst {worst * 1000:.0f} ms")
    met = shares[98] < GOAL_P99_S and worst < GOAL_WORST_S and len(answered) == queued == COMMANDS
    print(f"{'met' if met else 'MISSED'}: p99 {shares[98] * 1000:.0f} ms of {GOAL_P99_S * 1000:.0f} ms")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
