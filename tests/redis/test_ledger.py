"""The records: one interaction one job, and no change that somebody else's has overtaken."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from jobs import keys
from jobs.caps import Caps
from jobs.errors import JobUnknown, PaintingFailed
from jobs.ledger import Ledger, Overtaken
from jobs.line import Line
from jobs.records import Pictures, State, job_id
from jobs.stream import EventStream
from tests.redis.making import record


def painting(line: Line) -> str:
    made = record()
    line.accept(made)
    line.submit(made)
    line.claim("a worker")
    line.ledger.begin(made.id)
    return made.id


def test_a_record_comes_back_as_it_was(ledger: Ledger) -> None:
    made = record()
    assert ledger.accept(made)
    assert ledger.get(made.id) == made


def test_an_unknown_job_is_a_mistake_in_words(ledger: Ledger) -> None:
    with pytest.raises(JobUnknown):
        ledger.get(job_id(1))
    with pytest.raises(JobUnknown):
        ledger.begin(job_id(1))
    with pytest.raises(JobUnknown):
        ledger.change(job_id(1), used=("vary:1",))


def test_two_bots_that_see_one_interaction_make_one_job(line: Line) -> None:
    made = record()
    with ThreadPoolExecutor(8) as bots:
        accepted = list(bots.map(lambda _: line.accept(made), range(8)))
    assert sorted(accepted) == [False] * 7 + [True]


def test_of_many_workers_one_begins(line: Line) -> None:
    made = record()
    line.accept(made)
    line.submit(made)

    def begins(_: int) -> bool:
        try:
            line.ledger.begin(made.id)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(begins, range(8))) == 1
    assert line.ledger.get(made.id).attempt == 1


def test_an_older_attempt_records_nothing(line: Line) -> None:
    job = painting(line)
    line.release(job, "a worker")
    line.claim("another worker")
    assert line.ledger.begin(job).attempt == 2
    with pytest.raises(Overtaken, match="already painting"):
        line.ledger.rendered(job, 1, Pictures(grid=f"{job}/grid.png"))
    assert line.ledger.rendered(job, 2, Pictures(grid=f"{job}/grid.png")).state is State.RENDERED


def test_the_event_is_written_with_the_state(line: Line, connection: redis.Redis) -> None:
    events = EventStream(connection)
    job = painting(line)
    line.ledger.failed(job, 1, PaintingFailed(reason="nan", job=job))
    with pytest.raises(Overtaken):
        line.ledger.failed(job, 1, PaintingFailed(reason="again", job=job))
    assert [event.kind for _, event in events.read("delivery", block_ms=1)] == ["queued", "failed"]
    failed = line.ledger.get(job)
    assert (failed.state, failed.error_code, failed.error_values["reason"]) == (State.FAILED, "painting_failed", "nan")


def test_changes_of_different_fields_are_both_kept(line: Line) -> None:
    job = painting(line)
    reply_to = line.ledger.get(job).reply_to.model_copy(update={"progress_message_id": 2**60 + 1})
    line.ledger.change(job, reply_to=reply_to)
    line.ledger.change(job, used=("vary:2",))
    line.ledger.rendered(job, 1, Pictures(tiles=("a/b.png",)), {"scheduler": "euler"})
    found = line.ledger.get(job)
    assert (found.reply_to.progress_message_id, found.used) == (2**60 + 1, ("vary:2",))
    assert found.provenance == {"scheduler": "euler"}


def test_a_person_finds_what_is_open_and_what_is_kept(line: Line) -> None:
    job = painting(line)
    assert [found.id for found in line.ledger.open_jobs(1)] == [job]
    line.ledger.rendered(job, 1, Pictures())
    line.ledger.kept(job)
    assert line.ledger.open_jobs(1) == []
    assert [found.id for found in line.ledger.kept_for(1)] == [job]
    line.ledger.delivered(job, message_id=2**60 + 1, channel_id=2**60 + 2)
    assert line.ledger.kept_for(1) == []
    assert line.ledger.get(job).final_message_id == 2**60 + 1
    assert [found.id for found in line.ledger.jobs_of(1)] == [job]


def test_a_withdrawn_record_leaves_every_index_and_is_not_accepted_again(line: Line, connection: redis.Redis) -> None:
    made = record()
    line.accept(made)
    line.ledger.withdrawn(made.id)
    assert line.ledger.unsubmitted(-60) == []
    assert line.ledger.open_jobs(1) == []
    assert not line.submit(made)
    assert not line.accept(made)
    assert 0 < connection.ttl(keys.record(made.id)) <= 3600


def test_a_field_of_a_later_release_is_kept_and_not_in_the_way(line: Line, connection: redis.Redis) -> None:
    job = painting(line)
    connection.hset(keys.record(job), "mood", '"cheerful"')
    line.ledger.rendered(job, 1, Pictures())
    line.ledger.change(job, used=("vary:1",))
    assert line.ledger.get(job).used == ("vary:1",)
    assert connection.hget(keys.record(job), "mood") == b'"cheerful"'


def test_an_ended_record_lives_as_long_as_its_buttons(connection: redis.Redis) -> None:
    line = Line(connection, time.time, Caps(keep_s=1000))
    job = painting(line)
    assert connection.ttl(keys.record(job)) == -1
    line.ledger.rendered(job, 1, Pictures())
    assert connection.ttl(keys.record(job)) == -1
    line.ledger.delivered(job)
    assert 990 < connection.ttl(keys.record(job)) <= 1000
