"""/help, /history with its ZIP, and /delete-my-data."""

from __future__ import annotations

import io
import zipfile

import pytest

from jobs.preferences import Preferences
from jobs.usage import usage_of
from messages.help import TOPICS
from messages.say import say
from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_help_tells_every_topic(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    card = await ann.answer_to(await ann.types("/help"))
    assert card.only_for(ann) and "--ar 3:2" in card.text and "storybook" in card.text
    for topic in TOPICS:
        await ann.outcome(await ann.presses("atelier:go:help", under=card, values=[topic]))
        title = say(f"help.{topic}_title", locale)
        await ann.sees(lambda seen, title=title: seen.id == card.id and seen.text.startswith(title))  # type: ignore[misc]
    parameters = await ann.answer_to(await ann.types("/help", topic="parameters"))
    assert "--chaos" in parameters.text


async def filled(street: Street, person: Person) -> None:
    """Six grids and a picked picture, which is no job of its own in the history."""
    for number, thing in enumerate(("fox", "penguin", "apple", "Fox", "boat", "fox")):
        _, final = await street.painted(person, f"a {thing} --seed {number}")
    await person.outcome(await person.presses("U1", under=final))


async def page(person: Person, interaction: str) -> Seen:
    outcome = await person.outcome(interaction)
    return await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.text))


def titles(seen: Seen) -> list[str]:
    return [str(embed["title"]) for embed in seen.raw["embeds"]]


def small_pictures(seen: Seen) -> int:
    """How many cards show a picture that Discord has."""
    return sum(embed.get("thumbnail", {}).get("url", "").startswith("http") for embed in seen.raw["embeds"])


@pytest.mark.parametrize(("locale", "nothing"), in_both("no pictures yet", "还没有图片"))
async def test_history_is_paged_searched_and_shown_again(street: Street, locale: str, nothing: str) -> None:
    ann = await street.town.newcomer(locale)
    assert nothing in (await page(ann, await ann.types("/history"))).text
    await filled(street, ann)
    first = await page(ann, await ann.types("/history"))
    assert first.only_for(ann)
    assert titles(first) == [
        f"a {thing} --seed {n}" for n, thing in ((5, "fox"), (4, "boat"), (3, "Fox"), (2, "apple"))
    ]
    assert small_pictures(first) == 4
    # If Ann turns the page, and back
    await ann.presses("▶", under=first)
    second = await ann.sees(lambda seen: seen.id == first.id and len(seen.raw["embeds"]) == 2)
    assert titles(second) == ["a penguin --seed 1", "a fox --seed 0"] and small_pictures(second) == 2
    await ann.presses("◀", under=second)
    first = await ann.sees(lambda seen: seen.id == first.id and len(seen.raw["embeds"]) == 4)
    # And searches
    found = await page(ann, await ann.types("/history", words="FOX"))
    assert titles(found) == ["a fox --seed 5", "a Fox --seed 3", "a fox --seed 0"]
    # And has one shown again
    job = found.controls[0]["options"][1]["value"]
    outcome = await ann.outcome(await ann.presses("atelier:go:again", under=found, values=[job]))
    shown = await ann.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))
    assert "a Fox --seed 3" in shown.text and "U1" in shown.labels


@pytest.mark.parametrize(("locale", "label"), in_both("Latest as ZIP", "最近的导出 ZIP"))
async def test_originals_are_taken_home(street: Street, locale: str, label: str) -> None:
    ann = await street.town.newcomer(locale)
    record, _ = await street.painted(ann, "a fox")
    await street.painted(ann, "a penguin")
    card = await page(ann, await ann.types("/history"))
    outcome = await ann.outcome(await ann.presses(label, under=card))
    sent = await ann.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))
    async with street.town.session.get(sent.raw["attachments"][0]["url"]) as answer:
        archive = zipfile.ZipFile(io.BytesIO(await answer.read()))
    assert len(archive.namelist()) == 8
    inside = archive.read(next(name for name in archive.namelist() if name.endswith("1.png") and "fox" in name))
    assert inside == street.town.desk.pictures.get(record.pictures.tiles[0])


@pytest.mark.parametrize(("locale", "yes"), in_both("Delete everything", "全部删除"))
async def test_everything_of_a_person_is_deleted_after_a_confirmation(street: Street, locale: str, yes: str) -> None:
    town = street.town
    ann, bob = await town.newcomer(locale), await town.newcomer()
    record, final = await street.painted(ann, "a fox")
    kept, _ = await street.painted(bob, "a penguin")
    waiting = await ann.types("/imagine", prompt="one more")
    await ann.outcome(waiting)
    town.desk.preferences.change(ann.id, stylize=250, options={"mine": "x"})
    # If Ann thinks better of it, nothing happens
    card = await ann.answer_to(await ann.types("/delete-my-data"))
    assert card.only_for(ann) and "2" in card.text
    await ann.presses_id("atelier:go:forget:no", under=card)
    await ann.sees(lambda seen: seen.id == card.id and not seen.labels)
    assert town.desk.ledger.get(record.id)
    # If she means it
    card = await ann.answer_to(await ann.types("/delete-my-data"))
    await ann.presses(yes, under=card)
    said = await ann.sees(lambda seen: seen.id == card.id and not seen.labels)
    assert "2" in said.text
    assert town.desk.preferences.of(ann.id) == Preferences()
    assert town.desk.history.ids(ann.id) == [] and usage_of(town.connection, ann.id) == {}
    assert not town.desk.pictures.exists(record.pictures.grid or "")
    assert not [
        key for key in town.connection.scan_iter("*") if record.id.encode() in key or str(ann.id).encode() in key
    ]
    # I expect an old button to be answered politely, and Bob's picture to be there still
    answer = await ann.answer_to(await ann.presses("U1", under=final))
    assert answer.only_for(ann)
    assert town.desk.pictures.exists(kept.pictures.grid or "")


async def test_what_is_being_painted_is_left_and_said(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.delete_my_data.PATIENCE_S", 0.4)
    ann = await street.town.newcomer()
    record = await street.painter.begins(await ann.types("/imagine", prompt="a fox"))
    card = await ann.answer_to(await ann.types("/delete-my-data"))
    await ann.presses("Delete everything", under=card)
    await ann.sees(lambda seen: seen.id == card.id and "1 jobs are still" in seen.text)
    street.painter.ledger.cancelled(record.id)
    card = await ann.answer_to(await ann.types("/delete-my-data"))
    await ann.presses("Delete everything", under=card)
    await ann.sees(lambda seen: seen.id == card.id and "Deleted: 1 jobs" in seen.text and "still" not in seen.text)
    assert street.town.desk.history.ids(ann.id) == []
