"""Whatever becomes of a job in stealth, and by whatever place it comes, nobody but its person sees anything of it."""

from __future__ import annotations

import time

import pytest

from bot.desk import Wish
from bot.orders.press import seen_from
from jobs.errors import JobUnknown
from jobs.records import Person as Recorded
from jobs.records import Record, State, job_id
from messages.say import say
from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]
WORDS = "a hidden owl"


async def hidden(street: Street, person: Person) -> tuple[Record, Seen]:
    """A grid in stealth, delivered."""
    record, final = await street.painted(person, f"{WORDS} --stealth")
    assert final.only_for(person)
    return record, final


async def child(street: Street, person: Person, label: str, under: Seen) -> tuple[Record, Seen]:
    """What a button makes, painted with a preview and delivered; echo and progress are the person's alone too."""
    echo = await street.echo(person, interaction := await person.presses(label, under=under))
    assert echo.only_for(person)
    record = await street.painter.until(job_id(int(interaction)), *State)
    if record.request.verb != "pick":
        record = await street.painter.begins(interaction)
        await street.painter.shows(record, 2, 4)
        shown = await person.sees(lambda seen: seen.id == echo.id and bool(seen.raw["attachments"]))
        assert shown.only_for(person)
        await street.painter.finishes(record)
    record = await street.painter.ended(record.id)
    return record, await person.sees(lambda seen: seen.id == str(record.final_message_id))


async def sees_nothing(person: Person) -> None:
    assert all("owl" not in seen.text for seen in [*await person.messages(), *await person.messages(person.dm)])


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_what_comes_of_a_hidden_picture_is_hidden(street: Street, locale: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer(locale)
    record, grid = await hidden(street, ann)
    _, picture = await child(street, ann, "U2", grid)
    found = [await child(street, ann, "V3", grid), await child(street, ann, say("buttons.zoom2", locale), picture)]
    for made, message in found:
        assert made.stealth and message.only_for(ann)
        assert say("mode.stealth", locale, mode=say("mode.fast", locale)) in message.text
    # DM Results comes directly, /show to her alone
    await ann.outcome(await ann.opens_menu("DM Results", grid))
    await ann.sees(lambda seen: len(seen.raw["attachments"]) == 4, channel=ann.dm)
    outcome = await ann.outcome(await ann.types("/show", job_id=record.id))
    assert (await ann.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))).only_for(
        ann
    )
    await sees_nothing(bob)


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_down_the_ladder_it_stays_hidden(street: Street, locale: str) -> None:
    town, ann, bob = street.town, await street.town.newcomer(locale), await street.town.newcomer(locale)
    # Discord refuses the follow-up: a direct message
    record = await street.painter.begins(await ann.types("/imagine", prompt=f"{WORDS} --stealth"))
    await town.fault(fault="unknown_webhook", route=r"^/webhooks/\d+/[^/]+$", method="POST")
    await street.painter.finishes(record)
    record = await street.painter.ended(record.id)
    assert (record.state, str(record.final_channel_id)) == (State.DELIVERED, ann.dm)
    # Neither that: kept, and handed over at the next command, to her alone
    record = await street.painter.begins(await ann.types("/imagine", prompt=f"{WORDS} again --stealth"))
    aged = record.reply_to.model_copy(update={"token_expires_at": time.time() - 1})
    street.painter.ledger.change(record.id, reply_to=aged)
    await town.fault(fault="dm_closed", person=ann.name)
    await street.painter.finishes(record)
    assert (await street.painter.ended(record.id)).state is State.KEPT
    await ann.types("/info")
    handed = await ann.sees(lambda seen: "owl again" in seen.text and bool(seen.raw["attachments"]))
    assert handed.only_for(ann)
    await sees_nothing(bob)


async def test_to_anybody_else_a_hidden_job_is_unknown(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    record, _ = await hidden(street, ann)
    other = Wish(person=Recorded(id=bob.id, name=bob.name), reply_to=record.reply_to, at=0.0)
    with pytest.raises(JobUnknown):
        seen_from(street.town.desk, other, record.id)
