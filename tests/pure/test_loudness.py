"""How loud the words are."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")

from hypothesis import given
from hypothesis import strategies as st

from worker.gpu.orders import QUIETEST, loudness_of

pytestmark = pytest.mark.torch


@given(st.integers(0, 999))
def test_more_of_the_models_taste_is_never_louder(stylize: int) -> None:
    assert QUIETEST <= loudness_of(stylize + 1) <= loudness_of(stylize) <= 1


@given(st.integers(0, 1000))
def test_raw_words_are_as_loud_as_they_are_written(stylize: int) -> None:
    assert loudness_of(stylize, raw=True) == 1
