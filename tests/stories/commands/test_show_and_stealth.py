"""/show, and pictures for their person alone."""

from __future__ import annotations

import time
import uuid

import pytest

from jobs.records import Record, State, job_id
from tests.stories.people import Person, Seen
from tests.stories.post_office import finals

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


async def again(person: Person, typed: str) -> Seen:
    """What /show brings."""
    outcome = await person.outcome(await person.types("/show", job_id=typed))
    return await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_job_is_shown_again_by_id_prefix_and_file_name(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    record, final = await street.painted(ann, f"a fox in the snow {locale}")
    file = final.raw["attachments"][0]["filename"]
    for typed in (record.id, str(uuid.UUID(record.id)), record.id[:8], file, f"https://cdn.example/{file}?ex=1"):
        shown = await again(ann, typed)
        assert shown.raw["ephemeral_for"] is None and shown.labels == final.labels
        assert shown.raw["attachments"][0]["filename"] == file
    # And its buttons work
    pick = job_id(int(await ann.presses("U2", under=shown)))
    assert (await street.painter.ended(pick)).state is State.DELIVERED


@pytest.mark.parametrize(("locale", "words"), in_both("None of your jobs", "您的任务里没有"))
async def test_only_ones_own_jobs_are_found(street: Street, locale: str, words: str) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer(locale)
    record, _ = await street.painted(ann, "a secret garden")
    for typed in (record.id, record.id[:8], "1234567", "zzzzzzzz"):
        answer = await bob.answer_to(await bob.types("/show", job_id=typed))
        assert answer.only_for(bob) and words in answer.text


async def test_recent_jobs_are_suggested_by_words_and_by_id(street: Street) -> None:
    ann = await street.town.newcomer()
    record, _ = await street.painted(ann, "a fox in the snow")
    await street.painted(ann, "a penguin on the beach")
    (found,) = await ann.finds("/show", job_id="penguin")
    assert found["name"].startswith("a penguin")
    (only,) = await ann.finds("/show", job_id=record.id[:9])
    assert only["value"] == str(uuid.UUID(record.id)) and only["name"].startswith("a fox in the snow · ")
    assert len(await ann.finds("/show", job_id="")) == 2


async def test_what_is_not_painted_yet_is_said(street: Street) -> None:
    ann = await street.town.newcomer()
    record = await street.painter.begins(await ann.types("/imagine", prompt="a fox"))
    answer = await ann.answer_to(await ann.types("/show", job_id=record.id))
    assert answer.only_for(ann) and "painting" in answer.text


@pytest.mark.parametrize(("locale", "word"), in_both("(fast, stealth)", "隐身"))
async def test_echo_progress_and_final_of_a_stealth_job_are_for_its_person(
    street: Street, locale: str, word: str
) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    await ann.outcome(await ann.types("/stealth"))
    echo = await ann.answer_to(interaction := await ann.types("/imagine", prompt="a hidden fox"))
    assert echo.only_for(ann)
    record = await street.painter.begins(interaction)
    await street.painter.shows(record, 2, 4)
    await ann.sees(lambda seen: seen.id == echo.id and word in seen.text and bool(seen.raw["attachments"]))
    await street.painter.finishes(record)
    record = await street.painter.ended(record.id)
    final = await ann.sees(lambda seen: seen.id == str(record.final_message_id))
    assert final.only_for(ann) and word in final.text and "U1" in final.labels
    await ann.sees_no_more(echo)
    # If she presses U1 under it, that is hidden too
    pick = await street.painter.ended(job_id(int(await ann.presses("U1", under=final))))
    assert pick.stealth
    assert all("hidden fox" not in seen.text for seen in await bob.messages())
    # And /show shows it to her alone
    assert (await again(ann, record.id)).only_for(ann)


async def test_a_stealth_job_whose_token_died_comes_as_a_direct_message(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    record = await street.painter.begins(await ann.types("/imagine", prompt="a late fox --stealth"))
    assert record.stealth and not street.town.desk.preferences.of(ann.id).stealth
    await grow_old(street, record)
    await street.painter.finishes(record)
    record = await street.painter.ended(record.id)
    assert record.state is State.DELIVERED and str(record.final_channel_id) == ann.dm
    assert len(finals(await ann.messages(ann.dm))) == 1
    assert all("late fox" not in seen.text for seen in await bob.messages())


async def grow_old(street: Street, record: Record) -> None:
    """The interaction's token dies, as far as we know."""
    aged = record.reply_to.model_copy(update={"token_expires_at": time.time() - 1})
    street.painter.ledger.change(record.id, reply_to=aged)


async def test_public_in_a_prompt_beats_stealth_in_the_settings(street: Street) -> None:
    ann = await street.town.newcomer()
    street.town.desk.preferences.change(ann.id, stealth=True)
    _, final = await street.painted(ann, "an open fox --public")
    assert final.raw["ephemeral_for"] is None
