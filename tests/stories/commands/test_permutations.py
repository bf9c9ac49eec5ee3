"""Many jobs of one prompt: their number and order, the question before them, caps by role, Cancel all."""

from __future__ import annotations

import asyncio

import pytest

from jobs.records import Record, State
from tests.stories.people import Person, Seen
from tests.stories.post_office import encoded, noise

from .conftest import LANGUAGES, Street

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]
WORDS = {
    "en-US": ("That makes 6 jobs", "Yes, make 6", "No", "I am making 6 jobs", "Nothing was made", "Cancel all"),
    "zh-CN": ("这会生成 6 个任务", "是，生成 6 个", "否", "正在生成 6 个任务", "什么也没有生成", "全部取消"),
}


def jobs(street: Street, person: Person) -> list[Record]:
    """The person's open jobs, in the order of the line."""
    return street.town.desk.ledger.open_jobs(person.id)


async def asks(person: Person, prompt: str) -> Seen:
    """The question that a prompt leads to."""
    question = await person.answer_to(await person.types("/imagine", prompt=prompt))
    assert question.only_for(person)
    return question


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_two_words_three_times_are_six_jobs_after_a_yes(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    text, yes, no, made, _, cancel_all = WORDS[locale]
    question = await asks(ann, "a {red, green} fox --repeat 3")
    assert text in question.text and "3. a red fox\n4. a green fox" in question.text
    assert question.labels == [yes, no] and jobs(street, ann) == []
    await ann.presses(yes, under=question)
    # I expect the jobs in their order, a seed for each run of a prompt, and a message for each
    await street.town.until(lambda: [job.state for job in jobs(street, ann)] == [State.QUEUED] * 6)
    found = jobs(street, ann)
    assert [job.request.text for job in found] == ["a red fox"] * 3 + ["a green fox"] * 3
    assert len({job.request.seed for job in found[:3]}) == len({job.request.seed for job in found[3:]}) == 3
    assert len({job.reply_to.progress_message_id for job in found}) == 6
    await ann.sees(lambda seen: seen.id == question.id and made in seen.text and not seen.controls)
    # If one has begun, Cancel all stops the five others
    begun = await asyncio.to_thread(street.painter.ledger.begin, found[0].id)
    echo = await ann.sees(lambda seen: seen.id == str(found[-1].reply_to.progress_message_id))
    await ann.answer_to(await ann.presses(cancel_all, under=echo))
    assert [job.id for job in jobs(street, ann)] == [begun.id]


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_no_makes_nothing(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    _, _, no, _, none, _ = WORDS[locale]
    question = await asks(ann, "a {red, green} fox --repeat 3")
    await ann.presses(no, under=question)
    await ann.sees(lambda seen: seen.id == question.id and none in seen.text and not seen.controls)
    assert jobs(street, ann) == []


async def test_five_jobs_need_no_question_and_count_their_seed_up(street: Street) -> None:
    ann = await street.town.newcomer()
    await ann.answer_to(await ann.types("/imagine", prompt="a {red, green, blue, pink, grey} fox --seed 7"))
    await street.town.until(lambda: len(jobs(street, ann)) == 5)
    assert [job.request.text.split()[1] for job in jobs(street, ann)] == ["red", "green", "blue", "pink", "grey"]
    assert {job.request.seed for job in jobs(street, ann)} == {7}
    await ann.answer_to(await ann.types("/imagine", prompt="an owl --seed 7 --repeat 3"))
    await street.town.until(lambda: len(jobs(street, ann)) == 8)
    assert [job.request.seed for job in jobs(street, ann)[5:]] == [7, 8, 9]


async def test_two_quick_presses_make_the_jobs_once(street: Street) -> None:
    ann = await street.town.newcomer()
    question = await asks(ann, "a {red, green} fox --repeat 3")
    first, second = await asyncio.gather(*(ann.presses("Yes, make 6", under=question) for _ in range(2)))
    for interaction in (first, second):
        assert (await ann.outcome(interaction))["state"] == "acknowledged"
    await ann.sees(lambda seen: seen.only_for(ann) and "answered already, or too old" in seen.text)
    await street.town.until(lambda: [job.state for job in jobs(street, ann)] == [State.QUEUED] * 6)


async def test_the_question_outlives_the_bot_that_asked_it(street: Street) -> None:
    ann = await street.town.newcomer()
    question = await asks(ann, "a fox --repeat 6")
    await street.town.bots.pop().close()
    await street.town.start_bot()
    await ann.presses("Yes, make 6", under=question)
    await street.town.until(lambda: len(jobs(street, ann)) == 6)


async def test_a_full_line_leaves_the_question_open(street: Street) -> None:
    ann = await street.town.newcomer()
    question = await asks(ann, "a fox --repeat 9")
    await ann.answer_to(await ann.types("/imagine", prompt="an owl --repeat 3"))
    await street.town.until(lambda: len(jobs(street, ann)) == 3)
    answer = await ann.answer_to(await ann.presses("Yes, make 9", under=question))
    assert "3 jobs waiting, and 10 is the limit" in answer.text
    await asyncio.to_thread(street.town.desk.cancel_all, ann.id)
    await ann.presses("Yes, make 9", under=question)
    await street.town.until(lambda: len(jobs(street, ann)) == 9)


async def test_many_jobs_with_a_picture_are_asked_about_once_it_is_fetched(street: Street) -> None:
    ann = await street.town.newcomer()
    picture = await ann.uploads("fox.png", encoded(noise(64), "png"))
    await ann.types("/imagine", prompt="a {red, green} fox --repeat 3", image=picture)
    question = await ann.sees(lambda seen: seen.only_for(ann) and "Yes, make 6" in seen.labels)
    await ann.presses("Yes, make 6", under=question)
    await street.town.until(lambda: [job.state for job in jobs(street, ann)] == [State.QUEUED] * 6)
    assert {len(job.request.references) for job in jobs(street, ann)} == {1}


async def test_how_many_one_may_ask_for_depends_on_who_one_is(street: Street) -> None:
    ann, cleo = await street.town.newcomer(), await street.town.newcomer()
    await street.town.bots.pop().close()
    await street.town.start_bot(repeat_limit=8, admins=frozenset({cleo.id}), admin_repeat_limit=12)
    answer = await ann.answer_to(await ann.types("/imagine", prompt="{a, b, c} fox --repeat 3"))
    assert "9 jobs at once, and 8 is the limit" in answer.text
    answer = await cleo.answer_to(await cleo.types("/imagine", prompt="{a, b, c, d} fox --repeat 4"))
    assert "16 jobs at once, and 12 is the limit" in answer.text
    # An admin's twelve find room in an empty line, although it ends at ten for what is added to it
    question = await asks(cleo, "{a, b, c, d} fox --repeat 3")
    assert "… and 2 more" in question.text
    await cleo.presses("Yes, make 12", under=question)
    await street.town.until(lambda: len(jobs(street, cleo)) == 12)
    await street.town.bots.pop().close()
    await street.town.start_bot()


async def test_two_bots_of_one_token_make_confirmed_jobs_once(street: Street) -> None:
    ann = await street.town.newcomer()
    await street.town.start_bot()
    question = await asks(ann, "{a, b, c} fox --repeat 2")
    await ann.presses("Yes, make 6", under=question)
    await ann.sees(lambda seen: seen.id == question.id and "I am making 6 jobs" in seen.text)
    await street.town.until(lambda: [job.state for job in jobs(street, ann)] == [State.QUEUED] * 6)
    assert all("answered already" not in seen.text for seen in await ann.messages())
    await street.town.bots.pop().close()
