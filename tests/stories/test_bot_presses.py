"""Buttons without memory: whoever presses, however long ago they were posted, whatever is forged."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from discord.http import MultipartParameters

from bot.orders.press import mark
from bot.presses.colouring import catch_up
from jobs.records import Pictures, Record, State
from jobs.requests import JobId, Strength, Verb
from messages.discord_form import Stateless, as_json
from messages.render import final

from .conftest import Town
from .people import Person, Seen

pytestmark = pytest.mark.story


async def painted(town: Town, person: Person, prompt: str = "a fox in the snow --seed 7") -> tuple[Record, Seen]:
    """A job that was painted and posted, without a painter: its record is moved by hand, its grid posted by the bot."""
    await person.answer_to(await person.types("/imagine", prompt=prompt))
    await town.until(lambda: town.desk.line.waiting() == 1)
    job = town.desk.line.claim("hands")
    assert job is not None
    ledger = town.desk.ledger
    attempt = ledger.begin(job).attempt
    tiles = tuple(f"{job}/tile-{number}.png" for number in (1, 2, 3, 4))
    record = ledger.rendered(job, attempt, Pictures(grid=f"{job}/grid.png", tiles=tiles))
    town.desk.line.release(job, "hands")
    message = await post(town, record, person)
    ledger.delivered(job)
    return record, message


async def post(town: Town, record: Record, person: Person) -> Seen:
    """The final message, without its file."""
    body: dict[str, Any] = as_json(final(record))
    del body["attachments"]
    params = MultipartParameters(payload=body, multipart=None, files=None)
    sent = await town.bots[0].http.send_message(person.channel, params=params)
    return await person.sees(lambda message: message.id == str(sent["id"]))


def newest(town: Town, person: Person) -> Record:
    return town.desk.ledger.open_jobs(person.id)[-1]


async def test_v2_paints_variations_of_the_second_tile(town: Town) -> None:
    ann = await town.person("ann")
    parent, grid = await painted(town, ann)
    answer = await ann.answer_to(await ann.presses("V2", under=grid))
    assert f"- Variations (Strong) by <@{ann.id}> (Waiting to start)" in answer.text
    await town.until(lambda: town.desk.line.waiting() == 1)
    request = newest(town, ann).request
    assert (request.verb, request.parent, request.tile, request.strength) == (Verb.VARY, parent.id, 2, Strength.STRONG)
    # and the pressed button is blue from now on
    await ann.sees(lambda message: message.id == grid.id and message.style_of("V2") == 1)


async def test_u1_is_served_at_once_without_a_painter(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    parent, grid = await painted(town, ann)
    # If Bob presses U1 under Ann's grid
    await bob.answer_to(await bob.presses("U1", under=grid))
    # I expect a picture of his own, the stored tile, with nothing in line
    await town.until(lambda: [job.state for job in town.desk.ledger.open_jobs(bob.id)] == [State.RENDERED])
    picked = newest(town, bob)
    assert picked.pictures.tiles == (parent.pictures.tiles[0],)
    assert town.desk.line.waiting() == 0


async def test_reroll_takes_another_seed(town: Town) -> None:
    ann = await town.person("ann")
    parent, grid = await painted(town, ann)
    await ann.answer_to(await ann.presses("🔄", under=grid))
    await town.until(lambda: town.desk.line.waiting() == 1)
    request = newest(town, ann).request
    assert request.seed == 4242 and request.seed != parent.request.seed
    assert request.prompt == "a fox in the snow --seed 4242"


async def test_old_buttons_work_after_a_restart(town: Town) -> None:
    ann = await town.person("ann")
    _, grid = await painted(town, ann)
    await town.bots[0].close()
    await town.start_bot()
    await ann.answer_to(await ann.presses("V1", under=grid))
    await town.until(lambda: town.desk.line.waiting() == 1)


async def test_only_its_owner_cancels_a_job(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    await town.until(lambda: town.desk.line.waiting() == 1)
    # If Bob presses Cancel, he alone is told that he may not
    answer = await bob.answer_to(await bob.presses("Cancel", under=echo))
    assert answer.only_for(bob) and "Only ann can do that" in answer.text
    assert town.desk.line.waiting() == 1
    # If Ann presses it, the job is gone from the line
    answer = await ann.answer_to(await ann.presses("Cancel", under=echo))
    assert answer.only_for(ann) and "stopping" in answer.text
    assert town.desk.line.waiting() == 0
    answer = await ann.answer_to(await ann.presses("Cancel", under=echo))
    assert "already finished" in answer.text


@pytest.mark.parametrize(
    ("custom_id", "said"),
    [
        ("MJ::JOB::upsample::1::" + "a" * 32, "not one of mine"),
        ("atelier:u:" + "a" * 32 + ":9", "not one of mine"),
        ("atelier:u:" + "a" * 32 + ":1", "not one of mine"),  # well formed, but not under this message
        ("atelier:set:mode:faster", "not one of mine"),
        ("x" * 100, "not one of mine"),
    ],
)
async def test_a_forged_or_foreign_custom_id_gets_a_polite_private_answer(
    town: Town, custom_id: str, said: str
) -> None:
    ann, bob = await town.people("ann", "bob")
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    answer = await bob.answer_to(await bob.forges(custom_id, under=echo))
    assert answer.only_for(bob) and said in answer.text


async def test_a_button_whose_record_is_gone_says_so(town: Town) -> None:
    ann = await town.person("ann")
    record, grid = await painted(town, ann)
    town.connection.delete(f"atelier:job:{record.id}")
    answer = await ann.answer_to(await ann.presses("U1", under=grid))
    assert answer.only_for(ann) and "no longer know this picture" in answer.text


async def test_a_picture_of_another_server_is_unknown_here(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    record, grid = await painted(town, ann)
    elsewhere = record.reply_to.model_copy(update={"guild_id": 5})
    town.desk.ledger.change(JobId(record.id), reply_to=elsewhere)
    answer = await bob.answer_to(await bob.presses("U1", under=grid))
    assert answer.only_for(bob) and "no longer know this picture" in answer.text


async def test_two_presses_at_the_same_moment_colour_both_buttons(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    _, grid = await painted(town, ann)
    for one, other in (("V1", "V2"), ("V3", "V4"), ("U1", "U2")):
        await asyncio.gather(ann.presses(one, under=grid), bob.presses(other, under=grid))
        await ann.sees(lambda seen: seen.id == grid.id and seen.style_of(one) == seen.style_of(other) == 1)  # noqa: B023


async def test_an_edit_that_arrives_late_is_followed_by_one_with_all_marks(town: Town) -> None:
    ann = await town.person("ann")
    record, _ = await painted(town, ann)
    first = mark(town.desk, record.id, "v:1")
    mark(town.desk, record.id, "v:2")  # shown already by somebody's faster edit
    drawn: list[Any] = []

    async def edit(*, view: Stateless) -> None:
        drawn.append(view.to_components())
        if len(drawn) == 1:
            mark(town.desk, record.id, "u:3")

    await catch_up(town.desk, first, edit)
    blue = [[item["label"] for row in each for item in row["components"] if item["style"] == 1] for each in drawn]
    assert blue == [["V1", "V2"], ["U3", "V1", "V2"]]
