"""Who may judge a report, and where; and every door, shut to somebody who was banned."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from jobs.bans import Ban
from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]
APPEALS = "Write to appeals@example.org."


@pytest_asyncio.fixture(loop_scope="module")
async def set_up(street: Street) -> AsyncIterator[Any]:
    """Changes settings of the bot for one story."""
    client = street.town.bots[0]
    before = client.settings

    def change(**settings: Any) -> None:
        client.settings = client.settings.model_copy(update=settings)

    yield change
    client.settings = before


async def report_of(street: Street, channel: str, words: str) -> tuple[Seen, Seen]:
    """A picture of Ann's, and Bob's report of it in the channel."""
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    _, final = await street.painted(ann, words)
    await bob.outcome(await bob.opens_menu("Report Job", final))
    cleo = await street.town.person("cleo")
    report = await cleo.sees(lambda seen: words in seen.text and "Keep" in seen.labels, channel=channel)
    return final, report


@pytest.mark.parametrize(("locale", "words"), in_both("Only moderators may do that", "只有管理员可以"))
async def test_a_member_without_the_right_judges_nothing(street: Street, set_up: Any, locale: str, words: str) -> None:
    # Given reports go where everybody reads them
    dan = await street.town.newcomer(locale)
    set_up(reports_channel=int(dan.channel))
    final, report = await report_of(street, dan.channel, f"a strange fox {locale}")
    for verdict in ("Keep", "Remove", "Remove and ban"):
        said = await dan.answer_to(await dan.presses(verdict, under=report))
        assert said.only_for(dan) and words in said.text
    assert final.id in [seen.id for seen in await dan.messages()]
    assert street.town.desk.bans.all() == frozenset()


@pytest.mark.parametrize(("locale", "words"), in_both("in the channel for reports", "举报频道"))
async def test_a_moderator_judges_in_the_channel_for_reports_alone(
    street: Street, set_up: Any, locale: str, words: str
) -> None:
    cleo = await street.town.person("cleo")
    cleo.locale = locale
    set_up(reports_channel=int(cleo.channel))
    final, report = await report_of(street, cleo.channel, f"an odd fox {locale}")
    # If the owner has named another channel since
    set_up(reports_channel=1)
    said = await cleo.answer_to(await cleo.presses("Remove", under=report))
    assert said.only_for(cleo) and words in said.text
    # And this one again
    set_up(reports_channel=int(cleo.channel))
    await cleo.presses("Remove", under=report)
    await cleo.sees_no_more(final)


async def turned_away(person: Person, interaction: str) -> None:
    said = await person.answer_to(interaction)
    assert said.only_for(person) and APPEALS in said.text, said.text


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_every_door_is_shut_to_the_banned(street: Street, set_up: Any, locale: str) -> None:
    town, ann = street.town, await street.town.newcomer(locale)
    set_up(appeals=APPEALS)
    town.desk.preferences.change(ann.id, remix=True)
    # Given what she has on her screen
    record, grid = await street.painted(ann, "a banned fox")
    panel = await ann.answer_to(await ann.types("/settings"))
    outcome = await ann.outcome(await ann.types("/history"))
    page = await ann.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["embeds"]))
    await ann.presses("V1", under=grid)
    form = await ann.form()
    # If she is banned
    await town.bots[0].banned.ban(int(ann.id), Ban(by=1, at=0.0, job=record.id))
    try:
        for command, options in (("/imagine", {"prompt": "a fox"}), ("/show", {"job_id": record.id}), ("/help", {})):
            await turned_away(ann, await ann.types(command, **options))
        for label in ("U1", "V2", "🔄"):
            await turned_away(ann, await ann.presses(label, under=grid))
        await turned_away(ann, await ann.presses("atelier:set:stylize", under=panel, values=["250"]))
        await turned_away(ann, await ann.presses_id("atelier:set:raw:on", under=panel))
        await turned_away(ann, await ann.presses("atelier:go:again", under=page, values=[record.id]))
        await turned_away(ann, await ann.presses("❤️", under=page))
        await turned_away(ann, await ann.sends(form, prompt0="a wolf"))
        for menu in ("Cancel Job", "DM Results", "Report Job"):
            await turned_away(ann, await ann.opens_menu(menu, grid))
        assert await ann.finds("/show", job_id="") == []
        await ann.reacts("✉️", grid)
        await ann.reacts("❌", grid)
        assert grid.id in [seen.id for seen in await ann.messages()]
    finally:
        await town.bots[0].banned.lift(int(ann.id))
    # I expect nothing to have been made or sent, and the doors to be open again
    assert town.desk.ledger.open_jobs(ann.id) == [] and await ann.messages(ann.dm) == []
    assert (await ann.answer_to(await ann.types("/help"))).raw["embeds"]
