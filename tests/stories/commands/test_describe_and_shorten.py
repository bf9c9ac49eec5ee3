"""/describe and /shorten: words instead of pictures, and what comes of the words."""

from __future__ import annotations

import pytest

from jobs.records import Finding, job_id
from jobs.requests import Verb
from tests.stories.people import Person, Seen, filled

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]

SEEN = tuple(Finding(kind="prompt", text=f"a {thing} in the snow --ar 3:2") for thing in ("fox", "wolf", "dog", "cat"))
WORTH = (("a", 0.1), ("very", 0.3), ("red", 0.7), ("fox", 1.0))
WEIGHED = tuple(Finding(kind="token", text=word, weight=weight) for word, weight in WORTH)
SHORTER = tuple(Finding(kind="prompt", text=text) for text in ("very red fox", "red fox", "fox"))


async def told(street: Street, person: Person, interaction: str, *findings: Finding) -> Seen:
    """The card that comes of an interaction."""
    await street.painter.tells(interaction, *findings)
    record = await street.painter.ended(job_id(int(interaction)))
    return await person.sees(lambda seen: seen.id == str(record.final_message_id))


async def kept_picture(street: Street, person: Person) -> str:
    """A picture of the person's own, as a prompt cites it."""
    png = street.town.desk.pictures.get((await street.painted(person, "a fox"))[0].pictures.tiles[0])
    key = street.town.desk.given.keep(person.id, png)
    return f"picture:{key.removeprefix('given/').removesuffix('.png')}"


@pytest.mark.parametrize(("locale", "everything"), in_both("Imagine all", "全部想象"))
async def test_a_picture_is_described_and_imagined_from_its_words(street: Street, locale: str, everything: str) -> None:
    ann = await street.town.newcomer(locale)
    asked = await ann.types("/describe", link=await kept_picture(street, ann))
    card = await told(street, ann, asked, *SEEN)
    assert "1️⃣ a fox in the snow --ar 3:2" in card.text and "4️⃣ a cat" in card.text
    assert card.raw["attachments"] and card.labels[:5] == ["1", "2", "3", "4", "🔄"]
    # If she edits the second one before she sends it
    await ann.presses("2", under=card)
    form = await ann.form()
    assert filled(form) == ["a wolf in the snow --ar 3:2"]
    sent = await ann.sends(form, prompt0="a big wolf in the snow")
    await ann.answer_to(sent)
    assert street.town.desk.ledger.get(job_id(int(sent))).request.text == "a big wolf in the snow"
    # If she wants all four
    await ann.outcome(pressed := await ann.presses(everything, under=card))
    jobs = [street.town.desk.ledger.get(job_id(int(pressed), number)).request for number in range(4)]
    assert [job.text for job in jobs] == [f"a {thing} in the snow" for thing in ("fox", "wolf", "dog", "cat")]
    assert all(job.width > job.height for job in jobs)
    street.town.desk.cancel_all(ann.id)
    # If she has it described anew
    await ann.outcome(other := await ann.presses("🔄", under=card))
    again, first = (street.town.desk.ledger.get(job_id(int(one))).request for one in (other, asked))
    assert again.verb is Verb.DESCRIBE and again.references == first.references


@pytest.mark.parametrize(("locale", "words"), in_both("one picture", "一张图片"))
async def test_one_picture_is_wanted(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    answer = await ann.answer_to(await ann.types("/describe"))
    assert answer.only_for(ann) and words in answer.text


@pytest.mark.parametrize(("locale", "label"), in_both("Show details", "显示详情"))
async def test_a_prompt_is_shortened(street: Street, locale: str, label: str) -> None:
    ann = await street.town.newcomer(locale)
    card = await told(street, ann, await ann.types("/shorten", prompt="a very red fox"), *WEIGHED, *SHORTER)
    assert "~~a~~ very **red** **fox**" in card.text and "3️⃣ fox" in card.text
    assert card.labels == ["1", "2", "3", label]
    numbers = await ann.answer_to(await ann.presses(label, under=card))
    assert numbers.only_for(ann) and "`1.00` fox" in numbers.text
    await ann.presses("3", under=card)
    assert filled(await ann.form()) == ["fox"]


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_weights_cannot_be_shortened(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    answer = await ann.answer_to(await ann.types("/shorten", prompt="a fox::2 snow"))
    assert answer.only_for(ann) and "::" in answer.text


async def test_a_hidden_description_is_seen_by_its_person_alone(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    street.town.desk.preferences.change(ann.id, stealth=True)
    card = await told(street, ann, await ann.types("/shorten", prompt="a very red fox"), *WEIGHED, *SHORTER)
    assert card.only_for(ann) and not [seen for seen in await bob.messages() if seen.id == card.id]
