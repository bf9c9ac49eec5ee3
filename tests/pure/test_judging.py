"""How the benchmark of parameters judges: exact p, Holm's correction, intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy")

from benchmarks.measured.judging import holm, interval, p_value

SOME = st.lists(st.floats(-100, 100), min_size=1, max_size=10)


def test_all_in_the_right_direction_is_as_rare_as_it_can_be() -> None:
    assert p_value([1.0, 2.0, 0.5, 3.0, 1.5]) == 1 / 32
    assert p_value([0.0] * 5) == 1
    assert p_value([1.0] * 20) < 0.001


@given(SOME)
def test_p_is_a_share_and_the_two_directions_cover_everything(differences: list[float]) -> None:
    there, back = p_value(differences), p_value([-value for value in differences])
    assert 0 < there <= 1 and there + back >= 1


def test_holm_as_in_its_textbook_example() -> None:
    corrected = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert corrected == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})


@given(SOME)
def test_the_interval_holds_the_mean(differences: list[float]) -> None:
    low, high = interval(differences)
    mean = sum(differences) / len(differences)
    assert low - 1e-6 <= mean <= high + 1e-6
