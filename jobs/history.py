"""What a person has had painted, newest first: found by a piece of its id, by its words, or by its age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import redis

from jobs import keys
from jobs.errors import Mistake
from jobs.records import Record, State
from jobs.requests import JobId, Verb
from jobs.wire import record_from_wire

SHORTEST = 8  #: digits of a job's id that may stand for all of it
CHUNK = 100  #: records read at once
PAINTED = frozenset({State.RENDERED, State.DELIVERED, State.KEPT})

_SEPARATED = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_START = re.compile(rf"[0-9a-f-]{{{SHORTEST},36}}", re.IGNORECASE)


class NoMatch(Mistake):
    """Nothing of the person's is called that."""

    code = "no_match"
    english = "None of your jobs is called `{typed}`; type its id, the first {least} digits of it, or a file's name."


class SeveralMatch(Mistake):
    """The beginning of an id fits more than one job."""

    code = "several_match"
    english = "`{typed}` fits {count} of your jobs; type more of the id."


def jobs_named(text: str) -> tuple[JobId, ...]:
    """Every whole id in a text, such as a file name or a link, each once, in their order."""
    return tuple(dict.fromkeys(JobId(found.replace("-", "").lower()) for found in _SEPARATED.findall(text)))


class History:
    """Synchronous; reads no more records than it must."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def ids(self, person_id: int) -> list[JobId]:
        """All of the person's jobs, newest first; records may be gone."""
        found: Any = self._redis.zrevrange(keys.of_person(person_id, "jobs"), 0, -1)
        return [JobId(job.decode()) for job in found]

    def find(self, person_id: int, typed: str) -> Record:
        """The person's own job with this id, beginning of an id, or file name. Raises `NoMatch`, `SeveralMatch`."""
        wrong = NoMatch(typed=typed[:80], least=SHORTEST)
        whole = jobs_named(typed)
        start = whole[0] if whole else typed.strip().replace("-", "").lower()
        if not whole and not _START.fullmatch(typed.strip()):
            raise wrong
        fitting = [job for job in self.ids(person_id) if job.startswith(start)] if not whole else list(whole[:1])
        if len(fitting) > 1:
            raise SeveralMatch(typed=typed[:80], count=len(fitting))
        found = next(self._records(fitting), None)
        if found is None or found.person.id != person_id:
            raise wrong
        return found

    def painted(self, person_id: int, words: str = "", verbs: frozenset[Verb] = frozenset(Verb)) -> Iterator[Record]:
        """The person's finished jobs whose prompts hold all of `words`, in any case; newest first."""
        return (record for record in self.among(self.ids(person_id), words) if record.request.verb in verbs)

    def among(self, jobs: list[JobId], words: str = "") -> Iterator[Record]:
        """The finished ones of these jobs, anybody's, whose prompts hold all of `words`; in their order."""
        wanted = words.casefold().split()
        for record in self._records(jobs):
            prompt = record.request.prompt.casefold()
            if record.state in PAINTED and all(word in prompt for word in wanted):
                yield record

    def _records(self, jobs: list[JobId]) -> Iterator[Record]:
        for start in range(0, len(jobs), CHUNK):
            with self._redis.pipeline(transaction=False) as pipe:
                for job in jobs[start : start + CHUNK]:
                    pipe.hgetall(keys.record(job))
                found = pipe.execute()
            yield from (record_from_wire(each) for each in found if each)
