"""What a person is asked before many jobs are made, in Redis: decided already, so that the answer makes what was asked
about. One question per person, a newer one in the place of the older, for a quarter of an hour."""

from __future__ import annotations

from typing import Any

import redis
from pydantic import ValidationError

from jobs import keys
from jobs.errors import Mistake
from jobs.notes import Note
from jobs.records import Record
from jobs.requests import Frozen

LIFE_S = 15 * 60
WIRE_VERSION = 1


class QuestionGone(Mistake):
    """It was answered before, is too old, or was followed by another."""

    code = "question_gone"
    english = "This question is answered already, or too old; type the prompt again."


class Question(Frozen):
    """The jobs as they would be made, and what the person should know of them."""

    v: int = WIRE_VERSION
    records: tuple[Record, ...]
    notes: tuple[Note, ...] = ()

    @property
    def origin(self) -> int:
        """The interaction that asked for the jobs."""
        return self.records[0].reply_to.interaction_id


class Pending:
    """The open questions."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def keep(self, question: Question) -> None:
        """Until it is answered, or for 15 minutes."""
        key = keys.of_person(question.records[0].person.id, "question")
        self._redis.set(key, question.model_dump_json(), ex=LIFE_S)

    def take(self, person_id: int, origin: int, answer: int) -> Question:
        """The person's question, for the interaction `answer` alone, however many bots see that. Raises
        `QuestionGone` for any other answer."""
        found: Any = self._redis.get(keys.of_person(person_id, "question"))
        question = _read(found)
        if question is None or question.origin != origin:
            raise QuestionGone
        key = keys.answered(origin)
        first: Any = self._redis.set(key, str(answer), nx=True, ex=LIFE_S) or self._redis.get(key)
        if first is not True and first != str(answer).encode():
            raise QuestionGone
        return question

    def give_back(self, origin: int) -> None:
        """The answer came to nothing: it may be given again."""
        self._redis.delete(keys.answered(origin))

    def forget(self, person_id: int) -> None:
        """The question has its answer; another press finds it answered."""
        self._redis.delete(keys.of_person(person_id, "question"))


def _read(found: Any) -> Question | None:
    """None for no question, and for one of another release."""
    try:
        return Question.model_validate_json(found) if found else None
    except ValidationError:
        return None
