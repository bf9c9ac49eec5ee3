"""How benchmarks/guidance.py decides: paired gains, their intervals, the cheapest arm that pays, and the drawing."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy")

from benchmarks.measured.gain_curve import HEIGHT, LEFT, RIGHT, WIDTH, Scale, drawn
from benchmarks.measured.paying import ENOUGH, Answer, Gain, cheapest, gain_of

SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
PAIRS = st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=12)
POINTS = st.floats(-100, 100)
SVG = "{http://www.w3.org/2000/svg}"


def answers(pairs: list[tuple[float, float]], topic: str = "pair") -> list[Answer]:
    return [Answer(topic, {"plain": a, "other": b}, {"plain": 1.0, "other": 1.5}) for a, b in pairs]


def gain(arm: str = "a", low: float = 1.0, time: float = 2.0, prompts: int = ENOUGH) -> Gain:
    return Gain(arm=arm, topic="all", prompts=prompts, share=50, gain=low + 1, low=low, high=low + 2, time=time)


@given(PAIRS)
def test_the_gain_is_the_difference_of_the_shares_and_lies_in_its_interval(pairs: list[tuple[float, float]]) -> None:
    found, plain = (gain_of(answers(pairs), arm, "plain") for arm in ("other", "plain"))
    assert found.gain == pytest.approx(found.share - plain.share)
    assert found.low - 1e-6 <= found.gain <= found.high + 1e-6
    assert (found.time, found.prompts) == (pytest.approx(1.5), len(pairs))
    assert (plain.gain, plain.low, plain.high, plain.time) == (0, 0, 0, 1)


@given(PAIRS)
def test_an_arm_against_plain_is_the_reverse_of_plain_against_the_arm(pairs: list[tuple[float, float]]) -> None:
    there, back = gain_of(answers(pairs), "other", "plain"), gain_of(answers(pairs), "plain", "other")
    assert there.gain == pytest.approx(-back.gain) and there.time == pytest.approx(1 / back.time)
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))


@given(PAIRS, PAIRS)
def test_a_topic_is_measured_by_its_own_prompts_alone(
    one: list[tuple[float, float]], other: list[tuple[float, float]]
) -> None:
    both = answers(one) + answers(other, "count")
    alone, among = gain_of(answers(one), "other", "plain"), gain_of(both, "other", "plain", "pair")
    assert (among.gain, among.low, among.high) == (alone.gain, alone.low, alone.high)
    assert gain_of(both, "other", "plain").prompts == len(one) + len(other)


def test_what_makes_every_prompt_better_pays_and_what_helps_as_often_as_it_hurts_does_not() -> None:
    assert gain_of(answers([(0.25, 0.5), (0.5, 1.0)] * ENOUGH), "other", "plain").pays
    assert not gain_of(answers([(0.0, 1.0), (1.0, 0.0)] * ENOUGH), "other", "plain").pays
    assert not gain_of(answers([(0.5, 1.0)] * (ENOUGH - 1)), "other", "plain").pays  # too few to say


@given(st.lists(st.builds(gain, low=POINTS, time=st.floats(0.5, 9)), max_size=6))
def test_the_cheapest_of_those_that_pay_is_chosen(gains: list[Gain]) -> None:
    best = cheapest(gains)
    paying = [one for one in gains if one.low > 0]
    assert best is None if not paying else best in paying and best.time == min(one.time for one in paying)


@given(POINTS, st.floats(0.1, 1000))
def test_ticks_are_round_and_inside(low: float, span: float) -> None:
    scale = Scale(low, low + span, 0, 100)
    ticks = scale.ticks()
    assert 1 <= len(ticks) <= 7 and all(-1e-6 <= scale(tick) <= 100 + 1e-6 for tick in ticks)


@given(st.lists(st.builds(gain, low=POINTS, time=st.floats(0.9, 9)), min_size=1, max_size=5))
def test_every_arm_is_drawn_inside_the_frame_and_none_hides_another(gains: list[Gain]) -> None:
    picture = ElementTree.fromstring(drawn(gains, "a < b"))
    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in picture.iter(f"{SVG}circle")]
    marks = [dot for dot in dots if dot[0] < WIDTH - RIGHT + 20]
    assert len(dots) == 2 * len(gains) and len({x for x, _ in marks}) == len(marks)
    assert all(x >= LEFT and 0 <= y <= HEIGHT for x, y in marks)
