"""Many at once: recorded exactly as one by one, in groups, each with an outcome of their own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence

import pytest
import redis

from bot.accepting import accept_all
from bot.crowd import MOST, Calm, Crowd
from jobs.caps import Caps
from jobs.errors import QueueFull
from jobs.line import Line
from jobs.records import Person, Record, ReplyTo, job_id
from jobs.requests import PaintRequest

CAPS = Caps(waiting=2)


def record(interaction: int, person: int) -> Record:
    request = PaintRequest(
        prompt="a fox", text="a fox", model="m", seed=1, width=64, height=64, steps=4, guidance_scale=4
    )
    reply_to = ReplyTo(interaction_id=interaction, application_id=1, token="t", token_expires_at=0, channel_id=2)
    return Record(
        id=job_id(interaction), request=request, person=Person(id=person, name="p"), reply_to=reply_to, created_at=9e8
    )


def everything(connection: redis.Redis) -> dict[bytes, object]:
    """All of Redis, by key."""
    return {key: connection.dump(key) for key in sorted(connection.keys("atelier:*"))}


@pytest.mark.redis
def test_a_crowd_is_recorded_as_its_people_would_be_one_by_one(redis_url: str) -> None:
    groups = [[record(1, 7)], [record(2, 7)], [record(3, 8)]]
    with redis.Redis.from_url(redis_url) as connection:
        line = Line(connection, lambda: 1e9, CAPS)
        assert [line.accept(*group) for group in groups] == [True] * 3
        one_by_one = everything(connection)
        connection.flushall()
        assert accept_all(connection, groups, CAPS, 1e9) == [0, 1, 0]
        assert everything(connection) == one_by_one


@pytest.mark.redis
def test_each_has_an_outcome_of_their_own(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as connection:
        groups = [[record(1, 7)], [record(1, 7)], [record(2, 7)], [record(3, 7)], [record(4, 8)]]
        first, again, second, full, other = accept_all(connection, groups, CAPS, 1e9)
        assert (first, again, second, other) == (0, None, 1, 0)
        assert isinstance(full, QueueFull) and full.values == {"waiting": 2, "limit": 2}


async def test_who_comes_while_others_are_served_is_served_with_the_next() -> None:
    groups: list[int] = []
    began, go_on = threading.Event(), threading.Event()

    def serve(wishes: Sequence[int]) -> list[int | Exception]:
        groups.append(len(wishes))
        began.set()
        go_on.wait(5)
        return [ValueError(wish) if wish == 3 else wish * 10 for wish in wishes]

    crowd: Crowd[int, int] = Crowd(serve)
    first = asyncio.create_task(crowd.ask(0))
    await asyncio.to_thread(began.wait, 5)
    others = [asyncio.create_task(crowd.ask(wish)) for wish in range(1, MOST + 11)]
    await asyncio.sleep(0)
    go_on.set()
    assert await first == 0
    outcomes = await asyncio.gather(*others, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(ValueError) == 1
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [
        wish * 10 for wish in range(1, MOST + 11) if wish != 3
    ]
    assert groups == [1, MOST, 10]


async def test_a_failure_of_all_is_told_to_each_and_the_next_are_served() -> None:
    broken = True

    def serve(wishes: Sequence[int]) -> list[int | Exception]:
        if broken:
            raise redis.ConnectionError("away")
        return list(wishes)

    crowd: Crowd[int, int] = Crowd(serve)
    outcomes = await asyncio.gather(crowd.ask(1), crowd.ask(2), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [redis.ConnectionError] * 2
    broken = False
    assert await crowd.ask(3) == 3


async def test_what_nobody_waits_for_begins_after_the_answers_but_begins() -> None:
    calm = Calm(threads=1, patience_s=0.2)
    order: list[str] = []

    async def later() -> None:
        async with calm.after_the_answers():
            order.append("later")

    with calm.someone_waits():
        task = asyncio.create_task(later())
        await asyncio.sleep(0.02)
        order.append("answer")
    await task
    assert order == ["answer", "later"]
    with calm.someone_waits():  # a crowd that never ends cannot hold it up for longer than the patience
        began = time.monotonic()
        await later()
        assert 0.1 < time.monotonic() - began < 2
