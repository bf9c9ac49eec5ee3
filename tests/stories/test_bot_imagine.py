"""From typing to standing in line; nothing is painted here."""

from __future__ import annotations

import asyncio

import pytest

from jobs.errors import JobUnknown
from jobs.ledger import Ledger
from jobs.records import State, job_id
from jobs.requests import Mode

from .conftest import Town

pytestmark = pytest.mark.story


async def test_a_prompt_is_acknowledged_recorded_and_put_in_line(town: Town) -> None:
    ann = await town.person("ann")
    # If Ann types a prompt
    answer = await ann.answer_to(await ann.types("/imagine", prompt="a fox in the snow --seed 7 --relax"))
    # I expect its echo in the channel, with a button to cancel
    assert answer.text.startswith(f"**a fox in the snow --seed 7 --relax** - <@{ann.id}> (Waiting to start)")
    assert answer.labels == ["Cancel"] and not answer.raw["ephemeral_for"]
    # and one job in line, whose record knows the progress message
    await town.until(lambda: town.desk.line.waiting() == 1)
    (record,) = town.desk.ledger.open_jobs(ann.id)
    assert (record.state, record.request.seed, record.request.mode) == (State.QUEUED, 7, Mode.RELAX)
    assert str(record.reply_to.progress_message_id) == answer.id
    assert record.reply_to.upload_limit == town.sandbox.town.settings.upload_limit
    assert await town.refused() == []


async def test_repeat_makes_one_echo_for_each_job(town: Town) -> None:
    ann = await town.person("ann")
    await ann.types("/imagine", prompt="a red apple --seed 5 --repeat 3")
    await town.until(lambda: town.desk.line.waiting() == 3)
    echoes = [message for message in await ann.messages() if "(Waiting to start)" in message.text]
    jobs = town.desk.ledger.open_jobs(ann.id)
    assert [job.request.seed for job in jobs] == [5, 6, 7]
    assert {str(job.reply_to.progress_message_id) for job in jobs} == {echo.id for echo in echoes}


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("--ar 3:2", "nothing to paint"),
        ("a fox --stylise 20", "did you mean `--stylize`"),
        ("a fox --chaos 400", "`--chaos` cannot be `400`; allowed: 0-100"),
        ("a fox\u0000", "control character"),
        ("a fox --repeat 40", "40 jobs at once, and 10 is the limit"),
        ("a fox --model nobody", "no model `nobody`"),
    ],
)
async def test_a_mistake_is_said_to_the_person_alone(town: Town, prompt: str, said: str) -> None:
    ann, bob = await town.people("ann", "bob")
    answer = await ann.answer_to(await ann.types("/imagine", prompt=prompt))
    assert said in answer.text and answer.only_for(ann)
    assert await bob.messages() == []
    assert town.desk.line.waiting() == 0


async def test_a_mistake_is_said_in_the_persons_language(town: Town) -> None:
    ann = await town.person("ann")
    ann.locale = "zh-CN"
    answer = await ann.answer_to(await ann.types("/imagine", prompt="狐狸 --chaos 400"))
    assert "允许的是：0-100" in answer.text


async def test_a_prompt_is_shown_as_typed_and_pings_nobody(town: Town) -> None:
    ann = await town.person("ann")
    answer = await ann.answer_to(await ann.types("/imagine", prompt="@everyone **look** <@1> " + "fox " * 600))
    assert len(answer.raw["content"]) <= 2000 and "…" in answer.text
    assert "@\u200beveryone \\*\\*look\\*\\* \\<@1\\>" in answer.raw["content"]
    (entry,) = [e for e in await town.log("POST", "/callback") if e["body"]["type"] == 4]
    assert entry["body"]["data"]["allowed_mentions"]["parse"] == []
    (record,) = town.desk.ledger.open_jobs(ann.id)
    assert record.request.text.count("fox") == 600


async def test_the_line_of_one_person_is_bounded(town: Town) -> None:
    ann = await town.person("ann")
    cap = town.desk.line.caps.waiting
    for number in range(cap):
        await ann.answer_to(await ann.types("/imagine", prompt=f"fox {number}"))
    answer = await ann.answer_to(await ann.types("/imagine", prompt="one fox more"))
    assert f"already have {cap} jobs waiting" in answer.text and answer.only_for(ann)


async def test_two_bots_with_one_token_make_one_job(town: Town) -> None:
    # Given a second bot was started with the same token by mistake
    await town.start_bot()
    ann = await town.person("ann")
    # If Ann types several prompts
    for number in range(5):
        await ann.answer_to(await ann.types("/imagine", prompt=f"fox {number}"))
    # I expect one job and one message for each
    await town.until(lambda: town.desk.line.waiting() == 5)
    await asyncio.sleep(0.3)
    assert len([seen for seen in await ann.messages() if not seen.only_for(ann)]) == 5
    assert len(town.desk.ledger.open_jobs(ann.id)) == 5


async def test_a_failed_acknowledgement_withdraws_the_job(town: Town) -> None:
    ann = await town.person("ann")
    await town.fault(fault="unknown_interaction", times=1)
    interaction = int(await ann.types("/imagine", prompt="a fox"))
    await town.until(lambda: _state(town.desk.ledger, interaction) is State.WITHDRAWN)
    assert town.desk.line.waiting() == 0
    assert town.desk.ledger.open_jobs(ann.id) == []


@pytest.mark.parametrize("fault", ["accept_then_500", "accept_then_drop"])
async def test_a_lost_reply_to_an_acknowledgement_loses_nothing(town: Town, fault: str) -> None:
    ann = await town.person("ann")
    # Given Discord takes the answer, but its reply is lost
    await town.fault(fault=fault, route="/callback", times=1)
    answer = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    # I expect one job that knows its progress message
    await town.until(lambda: town.desk.line.waiting() == 1)
    (record,) = town.desk.ledger.open_jobs(ann.id)
    assert str(record.reply_to.progress_message_id) == answer.id


async def test_redis_away_is_said(town: Town) -> None:
    ann = await town.person("ann")
    town.connection.connection_pool.connection_kwargs["port"] = 1  # nobody listens there
    town.connection.connection_pool.reset()
    answer = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    assert "cannot reach my queue" in answer.text and answer.only_for(ann)


def _state(ledger: Ledger, interaction: int) -> State | None:
    try:
        return ledger.get(job_id(interaction)).state
    except JobUnknown:
        return None
