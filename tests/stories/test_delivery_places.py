"""Where a final goes when it may not go into the channel: follow-up, direct message, kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from jobs.records import Record, State, job_id

from .conftest import Town
from .post_office import HandPainter, delivering, finals, settings_for

pytestmark = [pytest.mark.story, pytest.mark.redis]


@pytest.fixture
async def painter(town: Town) -> AsyncIterator[HandPainter]:
    async with delivering(town.shared, settings_for(town.sandbox.address)):
        yield HandPainter(town.connection, town.shared)


async def tell(town: Town, what: str, **body: Any) -> None:
    """Change the sandbox's world."""
    async with town.session.post(f"{town.sandbox.address}/sandbox/{what}", json=body) as answer:
        assert answer.status < 300, await answer.text()


async def minutes_pass(town: Town, painter: HandPainter, record: Record, minutes: float) -> None:
    """The interaction grows older, for Discord and for us."""
    await tell(town, "clock", advance_s=60 * minutes)
    aged = record.reply_to.model_copy(update={"token_expires_at": time.time() + 900 - 60 * minutes})
    await asyncio.to_thread(painter.ledger.change, record.id, reply_to=aged)


async def test_no_right_to_post_a_follow_up(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    # Given the bot lost its right to send while Ann's grid was painted
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await tell(town, "permissions", channel_id=ann.channel, bot={"send": False})
    await painter.finishes(record)
    # I expect the grid as a follow-up, once, with its mention and its buttons
    done = await painter.ended(record.id)
    assert done.state is State.DELIVERED
    (final,) = finals(await ann.messages())
    assert final.id == str(done.final_message_id) and f"<@{ann.id}>" in final.text and "U1" in final.labels


async def test_a_right_that_was_missing_from_the_start_is_not_tried(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    await tell(town, "permissions", channel_id=ann.channel, bot={"attach": False})
    record = await painter.paints(await ann.types("/imagine", prompt="a fox"))
    assert (await painter.ended(record.id)).state is State.DELIVERED
    assert await town.log("POST", f"/channels/{ann.channel}/messages") == []
    assert len(finals(await ann.messages())) == 1


@pytest.mark.parametrize("fault", ["accept_then_500", "accept_then_drop"])
async def test_a_follow_up_whose_answer_was_lost_is_found_and_not_repeated(
    town: Town, painter: HandPainter, fault: str
) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await tell(town, "permissions", channel_id=ann.channel, bot={"send": False})
    await town.fault(fault=fault, route=r"^/webhooks/\d+/[^/]+$", method="POST")
    await painter.finishes(record)
    done = await painter.ended(record.id)
    assert done.state is State.DELIVERED and len(finals(await ann.messages())) == 1


async def test_a_follow_up_that_cannot_be_looked_up_is_kept_and_said(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    # Given a channel that the bot may not even see
    await tell(town, "permissions", channel_id=ann.channel, bot={"view": False})
    await town.fault(fault="server_error", route=r"^/webhooks/\d+/[^/]+$", method="POST")
    await painter.finishes(record)
    done = await painter.ended(record.id)
    assert done.state is State.KEPT
    await ann.reads("I kept it for you")
    assert len(await town.log("POST", "/webhooks/")) == 1


async def test_an_old_token_and_no_right_a_direct_message(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await tell(town, "permissions", channel_id=ann.channel, bot={"send": False})
    await minutes_pass(town, painter, record, 16)
    await painter.finishes(record)
    done = await painter.ended(record.id)
    assert done.state is State.DELIVERED
    (final,) = finals(await ann.messages(ann.dm))
    assert final.id == str(done.final_message_id)
    assert finals(await ann.messages()) == []


async def test_that_closed_too_it_is_kept_and_handed_over_at_the_next_command(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await tell(town, "permissions", channel_id=ann.channel, bot={"send": False})
    await town.fault(fault="dm_closed", person="ann")
    await minutes_pass(town, painter, record, 16)
    await painter.finishes(record)
    assert (await painter.ended(record.id)).state is State.KEPT
    # If Ann asks how her jobs are
    await tell(town, "permissions", channel_id=ann.channel, bot={"send": True})
    await ann.types("/info")
    # I expect her grid, for her alone
    final = await ann.sees(lambda message: bool(message.raw["attachments"]) and message.only_for(ann))
    assert "a fox" in final.text
    assert (await painter.until(record.id, State.DELIVERED)).final_message_id == int(final.id)


async def test_an_old_token_alone_the_channel_and_the_progress_message_goes(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await minutes_pass(town, painter, record, 16)
    await painter.shows(await asyncio.to_thread(painter.ledger.get, record.id), 8, 16)
    await ann.reads("(50%)")
    await painter.finishes(record)
    assert (await painter.ended(record.id)).state is State.DELIVERED
    await asyncio.sleep(0.5)
    (final,) = await ann.messages()
    assert "U1" in final.labels


async def test_from_minute_13_the_progress_message_says_where_the_result_will_come(
    town: Town, painter: HandPainter
) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await minutes_pass(town, painter, record, 13.5)
    await painter.shows(await asyncio.to_thread(painter.ledger.get, record.id), 8, 16)
    assert "new message in this channel" in (await ann.reads("(50%)")).text


async def test_a_job_that_waits_until_minute_13_is_told_too(empty_town: Town) -> None:
    # Given a job that waited for almost 13 minutes when delivery first hears of it
    await empty_town.start_bot()
    painter = HandPainter(empty_town.connection, empty_town.shared)
    ann = await empty_town.person("ann")
    asked = await ann.types("/imagine", prompt="a fox")
    record = await painter.until(job_id(int(asked)), State.QUEUED)
    aged = record.reply_to.model_copy(update={"token_expires_at": time.time() + 121})
    await asyncio.to_thread(painter.ledger.change, record.id, reply_to=aged)
    async with delivering(empty_town.shared, settings_for(empty_town.sandbox.address)):
        told = await ann.reads("new message in this channel")
        assert told.labels == ["Cancel"]
