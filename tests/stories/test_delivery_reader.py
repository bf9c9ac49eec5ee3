"""The loop between the stream and the postman: what fails is tried again and at last given up; nothing is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis

from jobs.caps import Caps
from jobs.errors import Fault
from jobs.events import Cancelled, JobEvent, Progress
from jobs.health import Health
from jobs.ledger import Ledger
from jobs.pictures import PictureStore
from jobs.records import job_id
from jobs.stream import EventStream
from worker.delivery.bot_door import BotDoor, client_without_gateway
from worker.delivery.desk import Desk
from worker.delivery.limiter import Budget, Limiter
from worker.delivery.outcomes import TokenRefused
from worker.delivery.postman import Postman
from worker.delivery.reader import TRIES, Reader
from worker.delivery.webhook_door import WebhookDoor

from .conftest import Town
from .post_office import settings_for

pytestmark = [pytest.mark.story, pytest.mark.redis]
JOB = job_id(1)


class Recorded(Postman):
    """A postman who meets `troubles`, one at each try, and writes down what he was told."""

    def __init__(self, desk: Desk, *troubles: Exception) -> None:
        super().__init__(desk)
        self.troubles = list(troubles)
        self.told: list[bool] = []
        self.shown: list[int] = []
        self.given_up: list[str] = []

    async def attend(self, event: JobEvent, tried_before: bool) -> None:
        self.told.append(tried_before)
        if self.troubles:
            raise self.troubles.pop(0)

    async def give_up(self, event: JobEvent) -> None:
        self.given_up.append(event.job)

    def show(self, event: Progress) -> None:
        self.shown.append(event.step)


@pytest.fixture
async def desk(empty_town: Town) -> AsyncIterator[Desk]:
    """Everything that delivery works with; sleeping is quick."""

    async def short(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.05))

    async with client_without_gateway() as client:
        await client.login("sandbox-token")
        yield Desk(
            settings=settings_for(empty_town.sandbox.address, take_over_after_s=1.0),
            ledger=Ledger(empty_town.connection, lambda: 0.0, Caps()),
            pictures=PictureStore(empty_town.shared.pictures),
            bot=BotDoor(client, timeout_s=5),
            webhook=WebhookDoor(empty_town.session),
            limiter=Limiter(Budget(50, 10, 2), lambda: 0.0),
            sleep=short,
        )


@asynccontextmanager
async def reading(desk: Desk, connection: redis.Redis, postman: Postman) -> AsyncIterator[EventStream]:
    """A loop that runs until the block ends."""
    stream, stop = EventStream(connection), asyncio.Event()
    task = asyncio.create_task(Reader(desk, stream, postman, Health(connection), "me").run(stop))
    yield stream
    stop.set()
    await task


async def emptied(connection: redis.Redis) -> None:
    async with asyncio.timeout(10):
        while await asyncio.to_thread(connection.xlen, "atelier:events"):
            await asyncio.sleep(0.02)


async def test_after_any_trouble_the_next_try_knows_that_there_was_one_before(desk: Desk, empty_town: Town) -> None:
    postman = Recorded(desk, redis.ConnectionError("gone"), Fault())
    async with reading(desk, empty_town.connection, postman) as stream:
        stream.publish(Cancelled(job=JOB))
        await asyncio.sleep(0.2)
        await emptied(empty_town.connection)
    assert postman.told == [False, True, True] and postman.given_up == []


async def test_what_fails_for_reasons_of_our_own_is_given_up_at_last(desk: Desk, empty_town: Town) -> None:
    postman = Recorded(desk, *[ValueError("ours")] * TRIES)
    async with reading(desk, empty_town.connection, postman) as stream:
        stream.publish(Cancelled(job=JOB))
        await asyncio.sleep(0.2)
        await emptied(empty_town.connection)
    assert len(postman.told) == TRIES and postman.given_up == [JOB]


async def test_a_redis_that_is_away_is_waited_for(desk: Desk, empty_town: Town) -> None:
    postman = Recorded(desk, *[redis.ConnectionError("gone")] * (TRIES + 3))
    async with reading(desk, empty_town.connection, postman) as stream:
        stream.publish(Cancelled(job=JOB))
        await asyncio.sleep(0.2)
        await emptied(empty_town.connection)
    assert len(postman.told) == TRIES + 4 and postman.given_up == []


async def test_progress_leaves_the_stream_at_once_and_old_progress_is_not_shown(desk: Desk, empty_town: Town) -> None:
    postman = Recorded(desk)
    old = {"event": Progress(job=JOB, attempt=1, step=1, steps=9).model_dump_json()}
    empty_town.connection.xadd("atelier:events", old, id="1000-0")
    async with reading(desk, empty_town.connection, postman) as stream:
        stream.publish(Progress(job=JOB, attempt=1, step=5, steps=9))
        await emptied(empty_town.connection)
    assert postman.shown == [5] and postman.told == []


async def test_a_token_that_is_refused_ends_the_loop_and_leaves_the_event(desk: Desk, empty_town: Town) -> None:
    postman = Recorded(desk, TokenRefused(401, 0, "no"))
    with pytest.raises(TokenRefused):
        async with reading(desk, empty_town.connection, postman) as stream:
            stream.publish(Cancelled(job=JOB))
            await asyncio.sleep(1)
    assert empty_town.connection.xlen("atelier:events") == 1


async def test_what_a_dead_delivery_read_is_taken_over_and_searched_first(desk: Desk, empty_town: Town) -> None:
    postman = Recorded(desk)
    dead = EventStream(empty_town.connection)
    dead.publish(Cancelled(job=JOB))
    assert len(dead.read("dead", block_ms=10)) == 1
    async with reading(desk, empty_town.connection, postman):
        await emptied(empty_town.connection)
    assert postman.told == [True]
