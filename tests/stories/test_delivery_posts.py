"""What people see of a job: progress, then one new message with the picture; the same under every misfortune."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from jobs import keys
from jobs.errors import PaintingFailed
from jobs.records import State, job_id

from .conftest import Town
from .people import Person, Seen
from .post_office import HandPainter, delivering, encoded, finals, noise, plain, settings_for

pytestmark = [pytest.mark.story, pytest.mark.redis]


@pytest.fixture
async def painter(town: Town) -> AsyncIterator[HandPainter]:
    """A painter, and a delivery in this process."""
    async with delivering(town.shared, settings_for(town.sandbox.address)):
        yield HandPainter(town.connection, town.shared)


async def attached(town: Town, message: Seen) -> Image.Image:
    async with town.session.get(message.raw["attachments"][0]["url"]) as answer:
        return Image.open(io.BytesIO(await answer.read()))


async def one_final(person: Person, painter: HandPainter, interaction: str, seconds: float = 20) -> Seen:
    """The one final message of a job that was delivered."""
    done = await painter.ended(job_id(int(interaction)), seconds)
    assert done.state is State.DELIVERED
    (final,) = finals(await person.messages())
    assert final.id == str(done.final_message_id)
    return final


async def test_a_grid_is_a_new_message_that_mentions_its_person_and_the_progress_is_gone(
    town: Town, painter: HandPainter
) -> None:
    ann, bob = await town.people("ann", "bob")
    # Given Ann's grid is being painted
    asked = await ann.types("/imagine", prompt="a fox in the snow")
    record = await painter.begins(asked)
    await painter.shows(record, 4, 16)
    # I expect everybody to see how far it is, with a preview
    running = await bob.reads("(25%) (fast)")
    assert (await attached(town, running)).format == "WEBP" and running.labels == ["Cancel"]
    # If it is finished
    await painter.finishes(record)
    final = await one_final(bob, painter, asked)
    # I expect one new message with the grid, that mentions Ann and nobody else
    assert "a fox in the snow" in final.text and f"<@{ann.id}>" in final.text
    assert [user["id"] for user in final.raw["mentions"]] == [str(ann.id)]
    assert final.labels == ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
    assert (await attached(town, final)).tobytes() == plain(128, 5).tobytes()
    assert final.raw["attachments"][0]["filename"].endswith(".png")
    # And the progress message to be gone
    await asyncio.sleep(0.3)
    assert [message.id for message in await ann.messages()] == [final.id]
    # And nothing to be left for another delivery
    assert await asyncio.to_thread(town.connection.xlen, keys.EVENTS) == 0


async def test_u2_is_the_stored_tile_pixel_by_pixel(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    asked = await ann.types("/imagine", prompt="a fox")
    await painter.paints(asked)
    grid = await one_final(ann, painter, asked)
    pressed = await ann.presses("U2", under=grid)
    await painter.ended(job_id(int(pressed)))
    single = await ann.reads("Image #2")
    assert (await attached(town, single)).tobytes() == plain(64, 2).tobytes()
    assert grid.id in [message.id for message in await ann.messages()]


async def test_a_failure_is_said_in_the_progress_message(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    error = PaintingFailed(reason="no paint", job=record.id)
    await asyncio.to_thread(painter.ledger.failed, record.id, record.attempt, error)
    failed = await ann.reads("no paint")
    assert failed.labels == [] and f"<@{ann.id}>" in failed.text


async def test_a_cancelled_job_says_stopped(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    await painter.shows(record, 2, 16)
    await ann.reads("(12%)")
    await asyncio.to_thread(painter.ledger.cancelled, record.id, record.attempt)
    assert (await ann.reads("(Stopped)")).labels == []


async def test_only_the_newest_progress_is_shown(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    record = await painter.begins(await ann.types("/imagine", prompt="a fox"))
    for step in range(1, 41):
        await painter.shows(record, step, 40)
    await ann.reads("(99%)")
    edits = [entry for entry in await town.log("PATCH", "/webhooks/") if entry["status"] == 200]
    assert len(edits) <= 3


@pytest.mark.parametrize(
    "misfortunes",
    [
        [{"fault": "rate_limit", "seconds": 1}],
        [{"fault": "rate_limit", "seconds": 1, "global": True}],
        [{"fault": "server_error", "status": 502}],
        [{"fault": "accept_then_500"}],
        [{"fault": "accept_then_drop"}],
        [{"fault": "accept_then_drop"}, {"fault": "rate_limit", "seconds": 1}, {"fault": "accept_then_500"}],
        [{"fault": "too_large"}],
        [{"fault": "rate_limit"}, {"fault": "accept_then_500"}, {"fault": "gateway_drop"}, {"fault": "too_large"}],
    ],
    ids=lambda faults: "-".join(str(fault["fault"]) for fault in faults),
)
async def test_there_is_one_final_message_whatever_befalls_its_posting(
    town: Town, painter: HandPainter, misfortunes: list[dict[str, object]]
) -> None:
    ann = await town.person("ann")
    asked = await ann.types("/imagine", prompt="a fox")
    record = await painter.begins(asked)
    for misfortune in misfortunes:
        await town.fault(**misfortune, route=r"^/channels/\d+/messages", method="POST")
    await painter.finishes(record)
    final = await one_final(ann, painter, asked, seconds=40)
    await asyncio.sleep(0.5)
    assert [message.id for message in finals(await ann.messages())] == [final.id]


async def test_a_picture_above_the_limit_is_posted_smaller_and_says_so(town: Town, painter: HandPainter) -> None:
    ann = await town.person("ann")
    asked = await ann.types("/imagine", prompt="a fox in the snow")
    record = await painter.begins(asked)
    # Given a grid of 12 MB, where 200 KB are allowed
    small = record.reply_to.model_copy(update={"upload_limit": 200_000})
    await asyncio.to_thread(painter.ledger.change, record.id, reply_to=small)
    grid = noise(2048)
    await painter.finishes(record, grid)
    final = await one_final(ann, painter, asked, seconds=40)
    # I expect a smaller copy, in words too, and the original in the store
    assert final.raw["attachments"][0]["size"] <= 200_000 and "smaller copy" in final.text
    stored = await asyncio.to_thread(painter.pictures.get, f"{record.id}/grid.png")
    assert stored == encoded(grid, "png")


async def test_a_long_rate_limit_of_one_does_not_hold_up_another(town: Town, painter: HandPainter) -> None:
    ann, bob = await town.people("ann", "bob")
    # Given Ann's final meets a rate limit of a minute
    first = await ann.types("/imagine", prompt="a fox")
    record = await painter.begins(first)
    second = await bob.types("/imagine", prompt="an owl")
    other = await painter.begins(second)
    await town.fault(fault="rate_limit", seconds=60, route=r"^/channels/\d+/messages", method="POST")
    await painter.finishes(record)
    await asyncio.sleep(1)
    # I expect Bob's to be posted, and Ann's to wait without being lost
    await painter.finishes(other)
    done = await painter.ended(other.id)
    assert done.state is State.DELIVERED
    assert painter.ledger.get(record.id).state is State.RENDERED
