"""The budget of requests, with the time passed in."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.delivery.limiter import Budget, Limiter, Urgency

FINAL, PREVIEW = Urgency.FINAL, Urgency.PREVIEW


def test_finals_may_spend_what_previews_must_leave() -> None:
    budget = Budget(per_second=1, burst=3, reserve=2)
    assert budget.take(0, PREVIEW) == 0
    assert budget.take(0, PREVIEW) > 0
    assert budget.take(0, FINAL) == 0 and budget.take(0, FINAL) == 0
    assert budget.take(0, FINAL) == pytest.approx(1)


def test_the_wait_that_is_named_is_enough() -> None:
    budget = Budget(per_second=4, burst=2, reserve=1)
    while not (wait := budget.take(10, PREVIEW)):
        pass
    assert budget.take(10 + wait * 0.9, PREVIEW) > 0
    assert budget.take(10 + wait, PREVIEW) == 0


def test_when_discord_tells_everybody_to_wait_everybody_waits_and_a_shorter_wait_changes_nothing() -> None:
    budget = Budget(per_second=50, burst=10, reserve=2)
    budget.close_until(60)
    budget.close_until(5)
    assert budget.take(20, FINAL) == pytest.approx(40)
    assert budget.take(60, FINAL) == 0


@pytest.mark.parametrize("numbers", [(0, 2, 1), (1, 2, 2), (1, 1, -1)])
def test_a_budget_that_cannot_work_is_refused(numbers: tuple[float, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot work"):
        Budget(*numbers)


@given(st.lists(st.tuples(st.floats(0, 0.5), st.sampled_from([FINAL, PREVIEW])), max_size=200))
def test_no_second_sees_more_than_the_rate_and_the_burst(asked: list[tuple[float, Urgency]]) -> None:
    budget, now, taken = Budget(per_second=10, burst=5, reserve=2), 0.0, []
    for pause, urgency in asked:
        now += pause
        if budget.take(now, urgency) == 0:
            taken.append(now)
    for start in taken:
        assert sum(start <= moment < start + 1 for moment in taken) <= 15


class Time:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


async def test_finals_go_in_the_order_in_which_they_came_and_never_behind_previews() -> None:
    time = Time()
    limiter = Limiter(Budget(per_second=2, burst=2, reserve=1), time, time.sleep)
    gone: list[tuple[int, float]] = []

    async def post(number: int) -> None:
        await limiter.final()
        gone.append((number, time.now))

    assert limiter.preview() == 0
    waits = [asyncio.create_task(post(number)) for number in range(5)]
    assert limiter.preview() > 0
    await asyncio.gather(*waits)
    assert [number for number, _ in gone] == [0, 1, 2, 3, 4]
    assert gone[-1][1] == pytest.approx(2.0)


async def test_a_global_rate_limit_holds_finals_too() -> None:
    time = Time()
    limiter = Limiter(Budget(per_second=2, burst=2, reserve=1), time, time.sleep)
    limiter.everybody_waits(30)
    await limiter.final()
    assert time.now == pytest.approx(30)
