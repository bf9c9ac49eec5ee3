"""Everything that is kept of a person, deleted: preferences, records, indexes and pictures. Bans stay: they are the
moderators' memory, not the person's."""

from __future__ import annotations

from typing import Any, NamedTuple

import redis

from jobs import keys
from jobs.errors import JobUnknown
from jobs.given import GivenPictures
from jobs.ledger import Ledger
from jobs.pictures import PictureStore
from jobs.preference_store import PreferenceStore
from jobs.records import Record, State
from jobs.requests import JobId
from jobs.styles import StyleStore

ENDED = frozenset({State.DELIVERED, State.KEPT, State.FAILED, State.CANCELLED, State.WITHDRAWN})
INDEXES = ("usage", "favourites", "question", "kept", "jobs")


class Erased(NamedTuple):
    """What was deleted, and what could not be yet."""

    jobs: int = 0
    left: int = 0  #: jobs that are still ending


def jobs_of(connection: redis.Redis, person_id: int) -> list[JobId]:
    """Every job of a person that any index knows."""
    with connection.pipeline(transaction=False) as pipe:
        pipe.zrange(keys.of_person(person_id, "jobs"), 0, -1)
        pipe.smembers(keys.of_person(person_id, "kept"))
        pipe.smembers(keys.of_person(person_id, "open"))
        found: Any = pipe.execute()
    return [JobId(job) for job in sorted({job.decode() for index in found for job in index})]


def erase(connection: redis.Redis, ledger: Ledger, pictures: PictureStore, person_id: int) -> Erased:
    """Delete all that has ended. A job that is on its way is left; it must be cancelled before, and erased again."""
    jobs, left = 0, 0
    for job in jobs_of(connection, person_id):
        try:
            record = ledger.get(job)
        except JobUnknown:
            continue
        if record.state not in ENDED:
            left += 1
            continue
        erase_job(connection, pictures, record)
        jobs += 1
    StyleStore(connection, pictures).erase(person_id)
    GivenPictures(connection, pictures).erase(person_id)
    PreferenceStore(connection).forget(person_id)
    indexes = INDEXES if not left else ("usage", "favourites", "question")
    connection.delete(*(keys.of_person(person_id, index) for index in indexes))
    return Erased(jobs, left)


def erase_job(connection: redis.Redis, pictures: PictureStore, record: Record) -> None:
    """One record with its pictures, those that the person gave with it too."""
    pictures.delete_prefix(record.id)
    if record.request.mask:
        pictures.delete(record.request.mask)
    person = record.person.id
    GivenPictures(connection, pictures).drop(person, [reference.key for reference in record.request.references])
    with connection.pipeline(transaction=True) as pipe:
        pipe.delete(keys.record(record.id), f"rq:job:{record.id}", keys.reported(record.id))
        pipe.zrem(keys.of_person(person, "jobs"), record.id)
        pipe.srem(keys.of_person(person, "kept"), record.id)
        pipe.execute()
