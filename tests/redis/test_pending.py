"""Questions that are answered once, by whom they were asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from jobs import keys
from jobs.erasing import erase
from jobs.ledger import Ledger
from jobs.notes import Note
from jobs.pending import LIFE_S, Pending, Question, QuestionGone
from jobs.pictures import PictureStore
from tests.redis.making import record


def question(person: int = 7) -> Question:
    note = Note(code="idle", values={"name": "sw", "needed": "sref"})
    return Question(records=tuple(record(person=person) for _ in range(6)), notes=(note,))


@pytest.fixture
def pending(connection: redis.Redis) -> Pending:
    return Pending(connection)


def answers(pending: Pending, asked: Question, answer: int) -> bool:
    try:
        return pending.take(7, asked.origin, answer) == asked
    except QuestionGone:
        return False


def test_of_answers_at_the_same_moment_one_counts(pending: Pending) -> None:
    asked = question()
    pending.keep(asked)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda answer: answers(pending, asked, answer), range(1, 33)))
    assert sum(taken) == 1
    # and two bots that see the same answer agree
    assert answers(pending, asked, taken.index(True) + 1)


def test_an_answer_that_came_to_nothing_may_be_given_again(pending: Pending) -> None:
    asked = question()
    pending.keep(asked)
    assert answers(pending, asked, 1) and not answers(pending, asked, 2)
    pending.give_back(asked.origin)
    assert answers(pending, asked, 2)
    pending.forget(7)
    assert not answers(pending, asked, 2)


def test_what_is_deleted_of_a_person_is_no_question_any_more(
    pending: Pending, connection: redis.Redis, ledger: Ledger, tmp_path: Path
) -> None:
    asked = question()
    pending.keep(asked)
    erase(connection, ledger, PictureStore(str(tmp_path)), 7)
    assert not answers(pending, asked, 1)


def test_nobody_else_and_no_older_question_is_answered(pending: Pending, connection: redis.Redis) -> None:
    older, newer = question(), question()
    pending.keep(older)
    pending.keep(newer)
    assert not answers(pending, older, 1)
    with pytest.raises(QuestionGone):
        pending.take(8, newer.origin, 1)
    assert answers(pending, newer, 1)
    assert 0 < connection.ttl(keys.of_person(7, "question")) <= LIFE_S
    connection.set(keys.of_person(7, "question"), '{"of": "another release"}')
    assert not answers(pending, newer, 1)
