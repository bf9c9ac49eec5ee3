"""A button's memory survives the way through Discord, and nothing else is taken for one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from jobs.records import job_id
from jobs.requests import JobId
from messages.buttons import TILES
from messages.custom_id import (
    MAX_LENGTH,
    WITH_TILE,
    Choice,
    Door,
    Press,
    Step,
    pack,
    pack_choice,
    pack_form,
    press_of,
    template_of,
    unpack,
    unpack_choice,
    unpack_form,
    unpack_step,
    values_of,
)

jobs = st.integers(min_value=1, max_value=2**63).map(job_id)
presses = st.one_of(
    st.builds(Press, st.sampled_from(sorted(WITH_TILE)), jobs, st.sampled_from(TILES)),
    st.builds(Press, st.sampled_from(sorted(set(Door) - WITH_TILE)), jobs, st.none()),
)


@given(presses)
def test_a_press_is_unpacked_as_it_was_packed(press: Press) -> None:
    packed = pack(press)
    assert unpack(packed) == press
    assert len(packed) <= MAX_LENGTH
    assert re.fullmatch(template_of(press.verb), packed)


@given(st.text(max_size=120))
def test_a_foreign_custom_id_is_nobodys_press(text: str) -> None:
    press, choice = unpack(text), unpack_choice(text)
    assert press is None or pack(press) == text
    assert choice is None or pack_choice(choice) == text


def test_a_forged_tile_or_job_is_refused() -> None:
    job = JobId("a" * 32)
    assert unpack(f"atelier:u:{job}:5") is None
    assert unpack(f"atelier:u:{job}") is None
    assert unpack(f"atelier:again:{job}:1") is None
    assert unpack(f"atelier:u:{job.upper()}:1") is None
    assert unpack(f"atelier:u:{job}:1\n") is None
    assert unpack(f"MJ::JOB::upsample::1::{job}") is None


names, values = (st.from_regex(pattern, fullmatch=True) for pattern in (r"[a-z_]{1,24}", r"[A-Za-z0-9_.-]{1,48}"))


@given(names, st.none() | values)
def test_a_choice_is_unpacked_as_it_was_packed(name: str, value: str | None) -> None:
    packed = pack_choice(Choice(name, value))
    assert unpack_choice(packed) == Choice(name, value)
    assert len(packed) <= MAX_LENGTH


@given(presses)
def test_a_form_remembers_the_press_that_opened_it(press: Press) -> None:
    packed = pack_form(Step("remix", values_of(press)))
    found = unpack_form(packed)
    assert found is not None and press_of(found.values) == press
    assert len(packed) <= MAX_LENGTH and unpack_step(packed) is None
    assert press_of(("u", "a" * 32, "5")) is None and press_of(("u", "x")) is None
