"""The tools under a single picture, and what is pressed under several jobs at once."""

from __future__ import annotations

import pytest

from jobs.records import Record, State
from jobs.requests import Side, Upscaler, Verb

from .conftest import Town
from .people import Person, Seen
from .test_bot_presses import newest, painted, post

pytestmark = pytest.mark.story


async def single(town: Town, person: Person, prompt: str = "a fox in the snow --ar 3:2") -> tuple[Record, Seen]:
    """U2 of a painted grid, posted."""
    _, grid = await painted(town, person, prompt)
    await person.answer_to(await person.presses("U2", under=grid))
    await town.until(lambda: newest(town, person).state is State.RENDERED)
    record = newest(town, person)
    return record, await post(town, record, person)


@pytest.mark.parametrize(
    ("label", "heading", "verb"),
    [
        ("Upscale (Subtle)", "Upscaling (Subtle) by", Verb.UPSCALE),
        ("Upscale (Creative)", "Upscaling (Creative) by", Verb.UPSCALE),
        ("Vary (Subtle)", "Variations (Subtle) by", Verb.VARY),
        ("Zoom Out 2x", "Zoom Out by", Verb.ZOOM),
        ("Zoom Out 1.5x", "Zoom Out by", Verb.ZOOM),
        ("Make Square", "Make Square by", Verb.SQUARE),
        ("➡️", "Pan Right by", Verb.PAN),
    ],
)
async def test_a_tool_makes_its_job(town: Town, label: str, heading: str, verb: Verb) -> None:
    ann = await town.person("ann")
    parent, picture = await single(town, ann)
    answer = await ann.answer_to(await ann.presses(label, under=picture))
    assert f"- {heading} <@{ann.id}> (Waiting to start)" in answer.text
    await town.until(lambda: town.desk.line.waiting() == 1)
    request = newest(town, ann).request
    assert (request.verb, request.parent, request.tile) == (verb, parent.id, 1)


async def test_a_pan_shows_its_new_frame(town: Town) -> None:
    ann = await town.person("ann")
    _, picture = await single(town, ann)
    answer = await ann.answer_to(await ann.presses("⬆️", under=picture))
    assert "**a fox in the snow** - Pan Up by" in answer.text
    await town.until(lambda: town.desk.line.waiting() == 1)
    request = newest(town, ann).request
    assert (request.side, request.width, request.height) == (Side.UP, 320, 320)


async def test_an_upscale_can_be_redone_the_other_way(town: Town) -> None:
    ann = await town.person("ann")
    parent, picture = await single(town, ann)
    await ann.answer_to(await ann.presses("Upscale (Subtle)", under=picture))
    await town.until(lambda: town.desk.line.waiting() == 1)
    upscaled = newest(town, ann)
    town.desk.line.claim("hands")
    attempt = town.desk.ledger.begin(upscaled.id).attempt
    town.desk.ledger.rendered(upscaled.id, attempt, parent.pictures)
    larger = await post(town, town.desk.ledger.get(upscaled.id), ann)
    await ann.answer_to(await ann.presses("Redo Upscale (Creative)", under=larger))
    await town.until(lambda: town.desk.line.waiting() == 1)
    request = newest(town, ann).request
    assert (request.parent, request.upscaler) == (parent.id, Upscaler.CREATIVE)


async def test_the_heart_keeps_a_picture_for_each_person(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    record, picture = await single(town, ann)
    # If both press the heart, it is red and the picture is among the favourites of both
    said = await bob.presses("❤️", under=picture)
    await bob.sees(lambda message: message.only_for(bob) and "Kept among your favourites" in message.text)
    assert (await bob.outcome(said))["state"] == "acknowledged"
    await ann.presses("❤️", under=picture)
    await ann.sees(lambda message: message.only_for(ann) and "Kept among your favourites" in message.text)
    assert town.desk.favourites.of(ann.id) == town.desk.favourites.of(bob.id) == [record.id]
    await ann.sees(lambda message: message.id == picture.id and message.style_of("❤️") == 4)
    # If Bob takes it back, it stays red for Ann's sake; if she does too, it is grey again
    await bob.presses("❤️", under=picture)
    await bob.sees(lambda message: message.only_for(bob) and "No longer" in message.text)
    await ann.sees(lambda message: message.id == picture.id and message.style_of("❤️") == 4)
    await ann.presses("❤️", under=picture)
    await ann.sees(lambda message: message.id == picture.id and message.style_of("❤️") == 2)
    assert town.desk.favourites.of(ann.id) == []


async def test_cancel_all_stops_what_has_not_begun(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox --repeat 4"))
    await town.until(lambda: town.desk.line.waiting() == 4)
    begun = town.desk.line.claim("hands")
    assert begun is not None
    town.desk.ledger.begin(begun)
    answer = await bob.answer_to(await bob.presses("Cancel all", under=echo))
    assert answer.only_for(bob) and "Only ann can do that" in answer.text
    answer = await ann.answer_to(await ann.presses("Cancel all", under=echo))
    assert answer.only_for(ann) and "stopping 3 jobs" in answer.text
    assert town.desk.line.waiting() == 0
    assert [record.id for record in town.desk.ledger.open_jobs(ann.id)] == [begun]
    answer = await ann.answer_to(await ann.presses("Cancel all", under=echo))
    assert "begun or finished" in answer.text


async def test_a_tool_that_the_model_lacks_is_refused_politely(town: Town) -> None:
    ann = await town.person("ann")
    _, picture = await single(town, ann)
    # If the owner takes panning away while its button is still on screen
    catalog = town.desk.catalog
    lesser = catalog.get().model_copy(update={"cannot": ("pan",)})
    object.__setattr__(town.desk, "catalog", catalog.model_copy(update={"models": (lesser,)}))
    answer = await ann.answer_to(await ann.presses("⬅️", under=picture))
    assert answer.only_for(ann) and "has no means for this" in answer.text
