"""What a person keeps with ❤️: found again in /history, page by page, and taken home."""

from __future__ import annotations

import io
import zipfile

import pytest

from jobs.records import job_id
from messages.say import say
from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


async def liked(street: Street, owner: Person, by: Person, prompt: str) -> None:
    """`by` presses U1 and ❤️ under the owner's grid."""
    _, grid = await street.painted(owner, prompt)
    record = await street.painter.ended(job_id(int(await by.presses("U1", under=grid))))
    picture = await by.sees(lambda seen: seen.id == str(record.final_message_id))
    await by.outcome(await by.presses("❤️", under=picture))
    await by.sees(lambda seen: seen.id == picture.id and seen.style_of("❤️") == 4)


async def page(person: Person, interaction: str) -> Seen:
    outcome = await person.outcome(interaction)
    return await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.text))


def titles(seen: Seen) -> list[str]:
    return [str(embed["title"]) for embed in seen.raw["embeds"]]


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_favourites_alone_are_shown_paged_and_taken_home(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    for number in range(5):
        await liked(street, ann, ann, f"a fox --seed {number}")
    await street.painted(ann, "a penguin --seed 9")
    everything = await page(ann, await ann.types("/history"))
    assert titles(everything)[0] == "a penguin --seed 9"
    # If Ann presses the heart below the page, only favourites are there, the one kept last first
    await ann.presses("❤️", under=everything)
    first = await ann.sees(lambda seen: seen.id == everything.id and titles(seen)[0] == "a fox --seed 4")
    assert titles(first) == [f"a fox --seed {n}" for n in (4, 3, 2, 1)] and first.style_of("❤️") == 4
    await ann.presses("▶", under=first)
    second = await ann.sees(lambda seen: seen.id == first.id and titles(seen) == ["a fox --seed 0"])
    assert second.style_of("❤️") == 4
    # And taken home: one picture for each
    outcome = await ann.outcome(await ann.presses(say("history.export_all", locale), under=second))
    sent = await ann.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))
    async with street.town.session.get(sent.raw["attachments"][0]["url"]) as answer:
        assert len(zipfile.ZipFile(io.BytesIO(await answer.read())).namelist()) == 5
    # And one of them shown again
    job = second.controls[0]["options"][0]["value"]
    outcome = await ann.outcome(await ann.presses("atelier:go:again", under=second, values=[job]))
    shown = await ann.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))
    assert "a fox --seed 0" in shown.text
    # If she presses the heart again, everything is back
    await ann.presses("❤️", under=second)
    await ann.sees(lambda seen: seen.id == first.id and titles(seen)[0] == "a penguin --seed 9")


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_the_option_asks_for_them_at_once_and_none_are_said(street: Street, locale: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    nothing = await page(ann, await ann.types("/history", favourites=True))
    assert nothing.text == say("history.no_favourites", locale) and nothing.labels == ["❤️"]
    # A picture of Bob's is among them too, and can be searched for
    await liked(street, bob, ann, "an owl of Bob's")
    assert titles(await page(ann, await ann.types("/history", favourites=True))) == ["an owl of Bob's"]
    assert titles(await page(ann, await ann.types("/history", words="owl", favourites=True))) == ["an owl of Bob's"]
    assert titles(await page(ann, await ann.types("/history", words="fox", favourites=True))) == []
    assert titles(await page(bob, await bob.types("/history", favourites=True))) == []
