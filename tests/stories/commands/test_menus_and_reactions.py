"""Cancel Job, DM Results and Report Job in a message's menu; ✉️ and ❌ under it."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(("locale", "words"), in_both("I am stopping it", "正在停止"))
async def test_cancel_job_stops_a_running_one(street: Street, locale: str, words: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    echo = await ann.answer_to(interaction := await ann.types("/imagine", prompt="a fox"))
    record = await street.painter.begins(interaction)
    assert "Only" in (await bob.answer_to(await bob.opens_menu("Cancel Job", echo))).text
    answer = await ann.answer_to(await ann.opens_menu("Cancel Job", echo))
    assert answer.only_for(ann) and words in answer.text
    assert street.town.desk.line.stop_requested(record.id)


@pytest.mark.parametrize(("locale", "words"), in_both("I have removed", "消息已经移除"))
async def test_cancel_job_takes_a_finished_message_away(street: Street, locale: str, words: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    record, final = await street.painted(ann, "a fox")
    await bob.answer_to(await bob.opens_menu("Cancel Job", final))
    assert final.id in [seen.id for seen in await ann.messages()]
    assert words in (await ann.answer_to(await ann.opens_menu("Cancel Job", final))).text
    await bob.sees_no_more(final)
    assert street.town.desk.pictures.exists(record.pictures.grid or "")


@pytest.mark.parametrize(("locale", "seed"), in_both("Seed: `7`", "种子：`7`"))
async def test_dm_results_brings_seed_id_and_four_pictures(street: Street, locale: str, seed: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    record, final = await street.painted(ann, "a fox --seed 7")
    await ann.outcome(await ann.opens_menu("DM Results", final))
    letter = await ann.sees(lambda seen: seed in seen.text, channel=ann.dm)
    assert str(uuid.UUID(record.id)) in letter.text and len(letter.raw["attachments"]) == 4
    assert "U1" in letter.labels
    assert "Only" in (await bob.reads_after(await bob.opens_menu("DM Results", final))).text


async def test_closed_direct_messages_are_said(street: Street) -> None:
    ann = await street.town.newcomer()
    _, final = await street.painted(ann, "a fox")
    await street.town.fault(fault="dm_closed", person=ann.name)
    assert "cannot write to you" in (await ann.reads_after(await ann.opens_menu("DM Results", final))).text


@pytest.mark.parametrize("name", ["Cancel Job", "DM Results"])
async def test_a_message_without_a_job_is_said(street: Street, name: str) -> None:
    ann = await street.town.newcomer()
    card = await ann.answer_to(await ann.types("/info"))
    assert "no job of mine" in (await ann.answer_to(await ann.opens_menu(name, card))).text


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_an_envelope_brings_the_results_to_their_person_alone(street: Street, locale: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    record, final = await street.painted(ann, "a fox --seed 9")
    await bob.reacts("✉️", final)
    await ann.reacts("✉️", final)
    letter = await ann.sees(lambda seen: len(seen.raw["attachments"]) == 4, channel=ann.dm)
    assert str(uuid.UUID(record.id)) in letter.text
    assert await bob.messages(bob.dm) == []


async def test_a_cross_stops_or_takes_away_by_their_person_alone(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    echo = await ann.answer_to(interaction := await ann.types("/imagine", prompt="a penguin"))
    record = await street.painter.begins(interaction)
    await bob.reacts("❌", echo)
    await ann.reacts("❌", echo)
    await street.town.until(lambda: street.town.desk.line.stop_requested(record.id))
    _, final = await street.painted(ann, "a fox")
    await ann.reacts("❌", final)
    await bob.sees_no_more(final)


@pytest_asyncio.fixture(loop_scope="module")
async def moderated(street: Street) -> AsyncIterator[Person]:
    """Cleo, in the moderators' channel, where reports go."""
    cleo = await street.town.person("cleo")
    world = await street.town.world()
    cleo.channel = next(channel["id"] for channel in world["channels"] if channel["name"] == "moderators")
    client = street.town.bots[0]
    before = client.settings
    changes = {"reports_channel": int(cleo.channel), "appeals": "Write to appeals@example.org."}
    client.settings = before.model_copy(update=changes)
    yield cleo
    client.settings = before


async def reported(street: Street, cleo: Person, reporter: Person, final: Seen, prompt: str) -> Seen:
    await reporter.outcome(await reporter.opens_menu("Report Job", final))
    return await cleo.sees(lambda seen: prompt in seen.text and bool(seen.raw["attachments"]))


@pytest.mark.parametrize(("locale", "thanks"), in_both("moderators have it", "管理员已经收到"))
async def test_a_report_reaches_the_moderators_under_a_veil(
    street: Street, moderated: Person, locale: str, thanks: str
) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer(locale)
    _, final = await street.painted(ann, f"a doubtful fox {locale}")
    report = await reported(street, moderated, bob, final, f"a doubtful fox {locale}")
    assert report.raw["attachments"][0]["filename"].startswith("SPOILER_")
    assert f"<@{ann.id}>" in report.text and f"<@{bob.id}>" in report.text
    assert report.labels == ["Keep", "Remove", "Remove and ban"]
    await bob.reads(thanks)
    # A second report of the same picture is thanked for, and not posted again
    await ann.outcome(await ann.opens_menu("Report Job", final))
    assert len([seen for seen in await moderated.messages() if f"doubtful fox {locale}" in seen.text]) == 1
    # If Cleo keeps it
    await moderated.presses("Keep", under=report)
    await moderated.sees(lambda seen: seen.id == report.id and "Kept by" in seen.text and not seen.labels)
    assert final.id in [seen.id for seen in await bob.messages()]


async def test_a_picture_is_removed_and_its_person_shut_out_and_let_in_again(street: Street, moderated: Person) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    record, final = await street.painted(ann, "a bad fox")
    waiting = await street.painter.begins(await ann.types("/imagine", prompt="one more"))
    report = await reported(street, moderated, bob, final, "a bad fox")
    assert "not one of mine" in (await bob.answer_to(await bob.forges(of(report, 2), under=final))).text
    await moderated.presses("Remove and ban", under=report)
    report = await moderated.sees(lambda seen: seen.id == report.id and "shut out" in seen.text)
    await bob.sees_no_more(final)
    assert not street.town.desk.pictures.exists(record.pictures.grid or "")
    assert street.town.desk.line.stop_requested(waiting.id)
    # I expect every door to be closed, with the way to appeal
    for interaction in (await ann.types("/imagine", prompt="a fox"), await ann.types("/info")):
        answer = await ann.answer_to(interaction)
        assert answer.only_for(ann) and "appeals@example.org" in answer.text
    assert await ann.finds("/show", job_id="") == []
    # And to be open again after a pardon, also after the bot was started anew
    await moderated.presses("Lift the ban", under=report)
    await moderated.sees(lambda seen: seen.id == report.id and "lifted" in seen.text)
    assert street.town.desk.bans.all() == frozenset()
    assert "(Waiting to start)" in (await ann.answer_to(await ann.types("/imagine", prompt="a fox"))).text


def of(message: Seen, number: int) -> str:
    return str(message.controls[number]["custom_id"])


async def test_without_a_channel_for_reports_it_is_said(street: Street) -> None:
    ann = await street.town.newcomer()
    _, final = await street.painted(ann, "a fox")
    assert "Nobody receives reports" in (await ann.answer_to(await ann.opens_menu("Report Job", final))).text


async def test_menus_speak_chinese(street: Street) -> None:
    ann = await street.town.newcomer("zh-CN")
    commands = await ann.commands()
    assert commands["Report Job"]["name_localizations"]["zh-CN"] == "举报任务"
