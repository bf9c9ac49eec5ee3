"""Whatever happens in whatever order, the indexes of the line agree with the records."""

from __future__ import annotations

import contextlib
import time
from collections import Counter

import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs import keys
from jobs.caps import Caps
from jobs.errors import QueueFull
from jobs.ledger import Overtaken
from jobs.line import Line
from jobs.records import Pictures, Record, State
from jobs.requests import JobId, Mode
from tests.redis.making import record

PEOPLE = (1, 2, 3)
CAPS = Caps(running=2, waiting=4, lease_s=60, deaths=3)
WORKERS = ("a", "b", "c", "d")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.sampled_from(PEOPLE), st.sampled_from(list(Mode))),
        st.tuples(st.just("accept"), st.sampled_from(PEOPLE), st.sampled_from(list(Mode))),
        st.tuples(st.just("claim"), st.sampled_from(WORKERS), st.none()),
        st.tuples(
            st.sampled_from(["begin", "finish", "release", "die", "cancel", "withdraw"]), st.integers(0, 30), st.none()
        ),
    ),
    max_size=40,
)


class World:
    """One line, and every job that was ever accepted."""

    def __init__(self, connection: redis.Redis) -> None:
        self.redis = connection
        self.line = Line(connection, time.time, CAPS)
        self.jobs: list[Record] = []
        self.late: set[JobId] = (
            set()
        )  #: begun by a worker whose claim was swept: held over the cap, so that none is lost

    def step(self, what: str, who: object, mode: Mode | None) -> None:
        if what in ("enter", "accept"):
            self.accept(record(person=int(str(who)), mode=mode or Mode.FAST), submit=what == "enter")
        elif what == "claim":
            self.late -= {self.line.claim(str(who))}
        elif self.jobs:
            made = self.jobs[int(str(who)) % len(self.jobs)]
            with contextlib.suppress(Overtaken):
                getattr(self, what)(made.id)

    def accept(self, made: Record, submit: bool) -> None:
        with contextlib.suppress(QueueFull):
            assert self.line.accept(made)
            self.jobs.append(made)
            if submit:
                assert self.line.submit(made)

    def owner(self, job: JobId) -> str | None:
        found = self.redis.hget(keys.OWNERS, job)
        return None if found is None else bytes(found).decode()

    def begin(self, job: JobId) -> None:
        late = self.owner(job) is None
        self.line.ledger.begin(job)
        if late:
            self.late.add(job)

    def finish(self, job: JobId) -> None:
        self.line.ledger.rendered(job, self.line.ledger.get(job).attempt, Pictures())

    def release(self, job: JobId) -> None:
        if owner := self.owner(job):
            self.line.release(job, owner)

    def die(self, job: JobId) -> None:
        """Its claim's deadline passes."""
        self.redis.zadd(keys.CLAIMS, {job: 1}, xx=True)
        self.line.sweep()

    def cancel(self, job: JobId) -> None:
        self.line.cancel(job)

    def withdraw(self, job: JobId) -> None:
        self.line.ledger.withdrawn(job)

    def members(self, key: str) -> set[JobId]:
        return {JobId(bytes(job).decode()) for job in self.redis.zrange(key, 0, -1)}

    def check(self) -> None:
        records = [self.line.ledger.get(made.id) for made in self.jobs]
        waiting, ready, claimed = (self.members(key) for key in (keys.WAITING, keys.READY, keys.CLAIMS))
        assert not waiting & claimed
        for found in records:
            where = (found.id in waiting, found.id in claimed)
            expected = {State.QUEUED: {(True, False), (False, True)}, State.PAINTING: {(False, True)}}
            assert where in expected.get(found.state, {(False, False)}), (found.state, where)
        running = Counter(found.person.id for found in records if found.id in claimed - self.late)
        assert all(count <= CAPS.running for count in running.values())
        for person in PEOPLE:
            self.check_person(person, [found for found in records if found.person.id == person], ready)
        assert (self.redis.llen(keys.WAKE) == 1) or not ready

    def check_person(self, person: int, records: list[Record], ready: set[JobId]) -> None:
        claimed = self.members(keys.CLAIMS)
        mine = self.members(keys.of_person(person, "line"))
        running = {JobId(bytes(job).decode()) for job in self.redis.smembers(keys.of_person(person, "running"))}
        assert running == {found.id for found in records if found.id in claimed}
        assert mine == {found.id for found in records if found.state is State.QUEUED} - claimed
        best = sorted((found for found in records if found.id in mine), key=lambda found: self.line.place(found.id))
        room = max(0, CAPS.running - len(running))
        assert ready & {found.id for found in records} == {found.id for found in best[:room]}


@given(steps)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_indexes_agree_with_the_records(
    connection: redis.Redis, taken: list[tuple[str, object, Mode | None]]
) -> None:
    connection.flushall()
    world = World(connection)
    for what, who, mode in taken:
        world.step(what, who, mode)
        world.check()


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(Mode))), max_size=12))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_line_is_served_by_mode_then_age(connection: redis.Redis, asked: list[tuple[int, Mode]]) -> None:
    connection.flushall()
    line = Line(connection, time.time, Caps(running=100, waiting=100))
    now = time.time()
    made = [record(person, mode, created_at=now + i / 1000) for i, (person, mode) in enumerate(asked)]
    for one in made:
        assert line.accept(one)
        assert line.submit(one)
    order = list(Mode)
    expected = sorted(made, key=lambda one: (order.index(one.request.mode), one.created_at))
    assert [line.claim("w") for _ in made] == [one.id for one in expected]
