"""Every button under a job's messages is pressed by people of both languages: whatever stands there, nothing left out.

Each story reads the buttons from the message that Discord shows, so a new one must say here what it makes."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.records import Record, State, job_id
from jobs.requests import Verb
from messages.custom_id import Door, Press, unpack
from messages.say import say
from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]

MAKES = {
    Door.PICK: Verb.PICK,
    Door.VARY: Verb.VARY,
    Door.REROLL: Verb.IMAGINE,
    Door.SUBTLE: Verb.VARY,
    Door.STRONG: Verb.VARY,
    Door.UPSCALE: Verb.UPSCALE,
    Door.CREATIVE: Verb.UPSCALE,
    Door.REDO_SUBTLE: Verb.UPSCALE,
    Door.REDO_CREATIVE: Verb.UPSCALE,
    Door.ZOOM_2: Verb.ZOOM,
    Door.ZOOM_1_5: Verb.ZOOM,
    Door.SQUARE: Verb.SQUARE,
    Door.LEFT: Verb.PAN,
    Door.RIGHT: Verb.PAN,
    Door.UP: Verb.PAN,
    Door.DOWN: Verb.PAN,
}
ASKS = frozenset({Door.ZOOM})  #: a form opens
KEEPS = frozenset({Door.HEART})  #: a private word
ELSEWHERE = frozenset({Door.REGION})  #: a story of its own, because it leads through several messages


def doors_of(seen: Seen) -> list[tuple[str, Press]]:
    """Each button's `custom_id` with what it means."""
    found = [(str(control["custom_id"]), unpack(str(control["custom_id"]))) for control in seen.controls]
    return [(custom_id, press) for custom_id, press in found if press is not None]


async def single(street: Street, person: Person, prompt: str) -> Seen:
    _, grid = await street.painted(person, prompt)
    record = await street.painter.ended(job_id(int(await person.presses("U1", under=grid))))
    return await person.sees(lambda seen: seen.id == str(record.final_message_id))


async def press_all(street: Street, person: Person, message: Seen) -> set[Door]:
    """Press each button; each must be answered in its own way, in the person's language."""
    buttons = doors_of(message)
    for custom_id, press in buttons:
        if press.verb in ELSEWHERE:
            continue
        interaction = await person.presses_id(custom_id, under=message)
        if press.verb in ASKS:
            assert (await person.form())["title"] == say(f"buttons.{press.verb}", person.locale)
        elif press.verb in KEEPS:
            assert (await person.outcome(interaction))["state"] == "acknowledged"
            await person.reads(say("press.favourite", person.locale))
        else:
            await _made(street, person, press, interaction)
    return {press.verb for _, press in buttons}


async def _made(street: Street, person: Person, press: Press, interaction: str) -> None:
    """The job that the button stands for, echoed in the person's language."""
    echo = await street.echo(person, interaction)
    job = job_id(int(interaction))
    record = await street.painter.until(job, State.QUEUED, State.RENDERED, State.DELIVERED)
    assert (record.request.verb, record.person.locale) == (MAKES[press.verb], person.locale), press
    assert say("job.waiting", person.locale) in echo.text
    if record.state is State.QUEUED:
        street.town.desk.line.cancel(job)


async def upscaled(street: Street, person: Person, picture: Seen) -> Seen:
    """The picture after Upscale (Subtle)."""
    record: Record = await street.painter.paints(
        await person.presses(say("buttons.upscale", person.locale), under=picture)
    )
    record = await street.painter.ended(record.id)
    return await person.sees(lambda seen: seen.id == str(record.final_message_id))


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_every_button_of_a_finished_job_is_answered(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    _, grid = await street.painted(ann, "a fox --ar 3:2")
    picture = await single(street, ann, "a penguin --ar 3:2")
    pressed = await press_all(street, ann, grid) | await press_all(street, ann, picture)
    pressed |= await press_all(street, ann, await upscaled(street, ann, picture))
    assert pressed | ELSEWHERE == set(Door) - {Door.CANCEL, Door.CANCEL_ALL, Door.ORIGINAL}


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_both_buttons_of_a_running_job_stop_it(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    for door, key, values in (
        (Door.CANCEL, "press.cancelling", {}),
        (Door.CANCEL_ALL, "press.cancelling_all", {"count": 2}),
    ):
        first = await ann.types("/imagine", prompt="a fox --repeat 2")
        echo = await ann.answer_to(first)
        assert {press.verb for _, press in doors_of(echo)} == {Door.CANCEL, Door.CANCEL_ALL}
        for ordinal in range(2):
            await street.painter.until(job_id(int(first), ordinal), State.QUEUED)
        answer = await ann.answer_to(await ann.presses(say(f"buttons.{door}", locale), under=echo))
        assert answer.only_for(ann) and answer.text == say(key, locale, **_plain(values))
        street.town.desk.cancel_all(ann.id)


def _plain(values: dict[str, int]) -> dict[str, Any]:
    return dict(values)
