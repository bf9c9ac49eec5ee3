"""Delivery is killed with -9 between Discord's acceptance and our record: one final message, soon after it is back."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from jobs.records import State

from .conftest import Town
from .people import Person, Seen
from .post_office import DeliveryProcess, HandPainter, settings_for

pytestmark = [pytest.mark.story, pytest.mark.redis]


@pytest.fixture
async def delivery(town: Town) -> AsyncIterator[DeliveryProcess]:
    process = DeliveryProcess(town.shared, settings_for(town.sandbox.address, take_over_after_s=5.0))
    yield process
    process.kill()


@pytest.fixture
def painter(town: Town) -> HandPainter:
    return HandPainter(town.connection, town.shared)


async def finals(person: Person) -> list[Seen]:
    return [message for message in await person.messages() if message.raw["attachments"] and len(message.labels) > 1]


async def eventually(happened: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("nonce_is_remembered", [True, False], ids=["nonce", "search"])
async def test_killed_after_discord_took_the_final(
    town: Town, delivery: DeliveryProcess, painter: HandPainter, nonce_is_remembered: bool
) -> None:
    ann = await town.person("ann")
    delivery.start()
    # Given Discord takes Ann's grid, but its answer never reaches the delivery, which is killed there
    asked = await ann.types("/imagine", prompt="a fox")
    record = await painter.begins(asked)
    await town.fault(fault="accept_then_500", route=r"^/channels/\d+/messages", method="POST", times=None)
    await painter.finishes(record)
    await ann.sees(lambda message: "U1" in message.labels)
    delivery.kill()
    assert painter.ledger.get(record.id).state is State.RENDERED
    # If it comes back, with Discord well again
    async with town.session.delete(f"{town.sandbox.address}/sandbox/faults") as answer:
        assert answer.status == 200
    if not nonce_is_remembered:
        async with town.session.post(f"{town.sandbox.address}/sandbox/clock", json={"advance_s": 240}) as answer:
            assert answer.status == 200
    delivery.start()
    back_at = time.monotonic()
    # I expect the one message to be written down, none to be added, and the progress to be gone
    done = await painter.ended(record.id, seconds=45)
    assert done.state is State.DELIVERED and time.monotonic() - back_at < 45
    await asyncio.sleep(1)
    (final,) = await finals(ann)
    assert final.id == str(done.final_message_id)
    assert [message.id for message in await ann.messages()] == [final.id]


async def test_killed_before_the_progress_message_was_removed(
    town: Town, delivery: DeliveryProcess, painter: HandPainter
) -> None:
    ann = await town.person("ann")
    delivery.start()
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await town.fault(fault="rate_limit", seconds=20, route=r"^/webhooks/.*/messages/", method="DELETE")
    await painter.finishes(record)
    await painter.ended(record.id)
    delivery.kill()
    delivery.start()
    await eventually_one_message(ann)


async def eventually_one_message(person: Person) -> None:
    async with asyncio.timeout(45):
        while len(await person.messages()) != 1:
            await asyncio.sleep(0.1)


async def test_another_delivery_takes_over_from_a_dead_one(
    town: Town, delivery: DeliveryProcess, painter: HandPainter
) -> None:
    ann = await town.person("ann")
    # Given two deliveries, one of which dies with many finals in its hands
    other = DeliveryProcess(town.shared, settings_for(town.sandbox.address, take_over_after_s=5.0))
    delivery.start()
    jobs = [await ann.types("/imagine", prompt=f"fox {number}") for number in range(3)]
    records = [await painter.begins(job) for job in jobs]
    await town.fault(fault="slow_upload", seconds=3, route=r"^/channels/", method="POST", times=3)
    for record in records:
        await painter.finishes(record)
    await eventually(lambda: bool(town.sandbox.town.faults.waiting) is False)
    delivery.kill()
    other.start()
    try:
        for record in records:
            assert (await painter.ended(record.id, seconds=45)).state is State.DELIVERED
        await asyncio.sleep(1)
        shown = await finals(ann)
        assert len(shown) == 3 and len({message.text for message in shown}) == 3
    finally:
        with suppress(ProcessLookupError):
            other.kill()


async def test_killed_again_and_again_under_load(town: Town, delivery: DeliveryProcess, painter: HandPainter) -> None:
    # Given jobs of two people that end while the delivery is killed every second or so
    ann, bob = await town.people("ann", "bob")
    chance = random.Random(11)
    jobs = [await person.types("/imagine", prompt=f"fox {n}") for n in range(4) for person in (ann, bob)]
    delivery.start()
    records = []
    for job in jobs:
        record = await painter.begins(job)
        await painter.shows(record, 3, 16)
        records.append(await painter.finishes(record))
    for _ in range(4):
        await asyncio.sleep(chance.uniform(1.0, 3.0))
        delivery.kill()
        delivery.start()
    # I expect each of them delivered once
    for record in records:
        assert (await painter.ended(record.id, seconds=60)).state is State.DELIVERED
    await asyncio.sleep(1)
    shown = await finals(ann)
    assert sorted(message.raw["attachments"][0]["filename"][-40:-4] for message in shown) == sorted(
        str(uuid.UUID(record.id)) for record in records
    )
