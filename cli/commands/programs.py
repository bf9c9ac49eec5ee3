"""`atelier bot | delivery | worker | sandbox`: each builds its settings from the environment, once, and runs."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import redis
from discord import LoginFailure, PrivilegedIntentsRequired
from pydantic import ValidationError

from cli.environment import environment
from cli.processes import this_program
from cli.quiet import quiet_libraries
from cli.words import terminal_locale, tr
from jobs.errors import AtelierError
from jobs.settings import EnvironmentSettings, SharedSettings
from messages.say import say

LOG_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
S = TypeVar("S", bound=EnvironmentSettings)


def run_bot() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from bot.run import run
    from bot.settings import BotSettings

    _serve(lambda: run(_settings(BotSettings), _settings(SharedSettings)))


def run_delivery() -> None:
    """Deliver until SIGTERM or Ctrl-C."""
    from worker.delivery.run import run
    from worker.delivery.settings import DeliverySettings

    _serve(lambda: run(_settings(DeliverySettings), _settings(SharedSettings)))


def run_sandbox() -> None:
    """A local Discord until SIGTERM or Ctrl-C."""
    from sandbox.app import serve
    from sandbox.settings import SandboxSettings

    async def forever() -> None:
        running = await serve(SandboxSettings.from_env(environment()))
        print(running.address, flush=True)  # noqa: T201 - what a script waits for
        try:
            await asyncio.Event().wait()
        finally:
            await running.close()

    _serve(forever)


def run_worker(supervised: bool) -> None:
    """Paint until SIGTERM; a supervised worker also ends when its supervisor is gone."""
    quiet_libraries()
    from models.errors import ModelError
    from worker.gpu.run import run
    from worker.settings import WorkerSettings

    _prepare_logs()
    try:
        settings = _settings(WorkerSettings).model_copy(update={"supervised": supervised})
        run(settings, _settings(SharedSettings))
    except (AtelierError, ModelError, redis.RedisError) as error:
        raise SystemExit(_sentence(error)) from error


def run_supervisor(count: int) -> None:
    """Keep the wanted number of workers of this host alive until SIGTERM or Ctrl-C."""
    from jobs.caps import Caps
    from jobs.fleet import Fleet
    from jobs.line import Line
    from worker.reaper import Reaper
    from worker.settings import WorkerSettings
    from worker.supervisor import Supervisor

    _prepare_logs()
    settings, shared = _settings(WorkerSettings), _settings(SharedSettings)
    with redis.Redis.from_url(shared.redis_url) as connection:
        fleet = Fleet(connection, time.time)
        line = Line(connection, time.time, Caps(running=shared.running_cap, waiting=shared.waiting_cap))
        reaper = Reaper(connection, line, fleet, settings.host_name)
        command = this_program("worker", "--supervised")
        Supervisor(fleet, reaper, settings.host_name, command, count, settings.grace_s).run()


def _settings(kind: type[S]) -> S:
    """Parse one program's settings; a wrong one ends the program with one sentence."""
    try:
        return kind.from_env(environment())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper()
        if name == "DISCORD_TOKEN":
            raise SystemExit(tr("no_token")) from error
        raise SystemExit(tr("settings_wrong", name=name, problem=first["msg"])) from error


def _serve(make: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine until it ends, SIGTERM comes or Ctrl-C is pressed."""
    _prepare_logs()

    async def until_told() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.ensure_future(make())
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    try:
        asyncio.run(until_told())
    except* (LoginFailure, PrivilegedIntentsRequired, AtelierError, redis.RedisError, OSError) as group:
        raise SystemExit(_sentence(group.exceptions[0])) from group


def _sentence(error: BaseException) -> str:
    """What ended the program, in one line; `atelier doctor` says how to repair it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    said = say(error, terminal_locale()) if isinstance(error, AtelierError) else str(error)
    return f"{type(error).__name__}: {said}"


def _prepare_logs() -> None:
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT, stream=sys.stderr)
    logging.getLogger("discord").setLevel(logging.WARNING)
