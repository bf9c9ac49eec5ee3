"""What was pressed under a job, and what a person keeps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from jobs.errors import JobUnknown
from jobs.favourites import Favourites
from jobs.ledger import Ledger
from jobs.records import job_id
from tests.redis.making import record


def test_presses_at_the_very_same_moment_all_stay(ledger: Ledger) -> None:
    made = record()
    ledger.accept(made)
    marks = [f"u:{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda mark: ledger.mark(made.id, mark), marks))
    assert sorted(ledger.get(made.id).used) == sorted(marks)


def test_a_mark_is_there_once_and_can_be_taken_away(ledger: Ledger) -> None:
    made = record()
    ledger.accept(made)
    ledger.mark(made.id, "u:1")
    assert ledger.mark(made.id, "u:1") == ("u:1",)
    assert ledger.mark(made.id, "u:1", on=False) == ()
    assert ledger.get(made.id).used == ()
    with pytest.raises(JobUnknown):
        ledger.mark(job_id(1), "u:1")


def test_favourites_are_kept_by_person_the_last_first(ledger: Ledger, favourites: Favourites) -> None:
    one, two = job_id(1), job_id(2)
    assert favourites.toggle(7, one, 1.0) and favourites.toggle(7, two, 2.0) and favourites.toggle(8, one, 3.0)
    assert favourites.of(7) == [two, one]
    assert not favourites.toggle(7, two, 4.0)
    assert favourites.of(7) == [one]
    favourites.forget(7)
    assert (favourites.of(7), favourites.of(8)) == ([], [one])
