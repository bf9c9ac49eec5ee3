"""The application that a person brought along into a server to which the bot does not belong."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from jobs.records import State, job_id
from tests.stories.conftest import Town, open_town
from tests.stories.people import Person
from tests.stories.post_office import HandPainter, delivering, finals, settings_for

from .conftest import LANGUAGES, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis]


@pytest.fixture
async def two_servers(redis_url: str, tmp_path: Any) -> AsyncIterator[Town]:
    """The town, and a channel of another server."""
    async with open_town(redis_url, tmp_path, away_channels=("elsewhere",)) as town:
        yield town


async def traveller(town: Town, locale: str = "en-US") -> Person:
    """Somebody new, in the channel of the other server."""
    person = await town.newcomer(locale)
    person.channel = next(
        channel["id"] for channel in (await town.world())["channels"] if channel["name"] == "elsewhere"
    )
    return person


async def test_switched_off_nothing_is_offered_elsewhere(two_servers: Town) -> None:
    ann = await traveller(two_servers)
    await two_servers.start_bot(allowed_people=frozenset({ann.id}))
    assert await ann.commands() == {}


@pytest.mark.parametrize(("locale", "words"), in_both("not open to you here", "没有对您开放"))
async def test_what_discord_still_offers_after_it_was_switched_off_is_refused(
    two_servers: Town, locale: str, words: str
) -> None:
    ann = await traveller(two_servers, locale)
    bot = await two_servers.start_bot(allowed_people=frozenset({ann.id}), user_installs=True)
    bot.settings = bot.settings.model_copy(update={"user_installs": False})
    said = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    assert said.only_for(ann) and words in said.text and two_servers.desk.line.waiting() == 0


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_named_person_paints_elsewhere_down_the_ladder_of_places(two_servers: Town, locale: str) -> None:
    town, ann = two_servers, await traveller(two_servers, locale)
    await town.start_bot(allowed_people=frozenset({ann.id}), user_installs=True)
    assert "imagine" in await ann.commands() and "fleet" not in await ann.commands()
    painter = HandPainter(town.connection, town.shared)
    async with delivering(town.shared, settings_for(town.sandbox.address)):
        # While the token lives: progress, and the grid as a follow-up that everybody there sees
        echo = await ann.answer_to(interaction := await ann.types("/imagine", prompt="a fox"))
        record = await painter.begins(interaction)
        await painter.shows(record, 2, 4)
        await ann.sees(lambda seen: seen.id == echo.id and "50%" in seen.text)
        await painter.finishes(record)
        record = await painter.ended(record.id)
        (final,) = finals(await ann.messages())
        assert record.state is State.DELIVERED and final.id == str(record.final_message_id)
        assert final.raw["ephemeral_for"] is None
        await ann.sees_no_more(echo)
        # Its buttons work there
        pick = await painter.ended(job_id(int(await ann.presses("U1", under=final))))
        assert pick.state is State.DELIVERED and len(finals(await ann.messages())) == 2
        # After the token's death: a direct message
        record = await painter.begins(await ann.types("/imagine", prompt="a late fox"))
        aged = record.reply_to.model_copy(update={"token_expires_at": time.time() - 1})
        painter.ledger.change(record.id, reply_to=aged)
        await painter.finishes(record)
        record = await painter.ended(record.id)
        assert (record.state, str(record.final_channel_id)) == (State.DELIVERED, ann.dm)


async def test_nobody_whom_the_owner_did_not_name_comes_along(two_servers: Town) -> None:
    ann, bob = await traveller(two_servers), await traveller(two_servers)
    await two_servers.start_bot(allowed_guilds="*", allowed_people=frozenset({ann.id}), user_installs=True)
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    for interaction in (await bob.types("/imagine", prompt="a fox"), await bob.presses("Cancel", under=echo)):
        said = await bob.answer_to(interaction)
        assert said.only_for(bob) and "not open to you here" in said.text
