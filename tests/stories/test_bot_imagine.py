"""From typing to standing in line; nothing is painted here."""

from __future__ import annotations

import pytest

from jobs.records import State
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
    assert await town.refused() == []
