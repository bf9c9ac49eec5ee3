"""The composition of delivery: every part is built here, once, and given only what it needs."""

from __future__ import annotations

import asyncio
import os
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import discord
import redis

from jobs.caps import Caps
from jobs.catalog import Catalog
from jobs.health import Health
from jobs.ledger import Ledger
from jobs.pictures import PictureStore
from jobs.settings import SharedSettings
from jobs.stream import EventStream
from messages.discord_address import point_at
from worker.delivery.bot_door import BotDoor, client_without_gateway
from worker.delivery.desk import Desk, nap_until
from worker.delivery.limiter import Budget, Limiter
from worker.delivery.outcomes import TokenRefused
from worker.delivery.postman import Postman
from worker.delivery.reader import Reader
from worker.delivery.settings import DeliverySettings
from worker.delivery.webhook_door import WebhookDoor

THREADS = 16  #: for what blocks: Redis, files, encoders


async def run(settings: DeliverySettings, shared: SharedSettings, stop: asyncio.Event | None = None) -> None:
    """Deliver until `stop` is set or the task is cancelled.

    Raises `discord.LoginFailure` for a wrong token, also when it is withdrawn meanwhile, and
    `redis.ConnectionError` without a Redis, `ModelsFileBroken`."""
    stop = stop or asyncio.Event()
    if settings.discord_api:
        point_at(settings.discord_api)
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="delivery")
    asyncio.get_running_loop().set_default_executor(pool)
    connection = redis.Redis.from_url(shared.redis_url)
    timeout = aiohttp.ClientTimeout(total=settings.request_timeout_s)
    try:
        async with client_without_gateway() as client, aiohttp.ClientSession(timeout=timeout) as session:
            await client.login(settings.discord_token.get_secret_value())
            desk = Desk(
                settings=settings,
                ledger=Ledger(connection, time.time, Caps(running=shared.running_cap, waiting=shared.waiting_cap)),
                pictures=PictureStore(shared.pictures),
                bot=BotDoor(client, settings.request_timeout_s),
                webhook=WebhookDoor(session),
                limiter=_limiter(settings),
                cannot=Catalog.from_toml(shared.models_file, shared.storybook).cannot_of,
                sleep=nap_until(stop),
            )
            reader = Reader(desk, EventStream(connection), Postman(desk), Health(connection), consumer_name())
            await reader.run(stop)
    except TokenRefused as error:
        raise discord.LoginFailure("Discord no longer takes this bot's token") from error
    finally:
        connection.close()


def _limiter(settings: DeliverySettings) -> Limiter:
    budget = Budget(settings.requests_per_s, settings.burst, settings.final_reserve)
    return Limiter(budget, time.monotonic)


def consumer_name() -> str:
    """A name that no other delivery has or will have: an entry under a dead name is taken over, never mixed up."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
