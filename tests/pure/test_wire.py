"""The wire: what is written is read again the same, what is foreign is refused, what an old release wrote still loads.

`tests/compat/` keeps payloads of each release as `<kind>-<release>-<what>.json`; they are added to, never edited.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from jobs.events import Cancelled, Failed, JobEvent, Progress, Queued, Rendered, event_from_wire, event_to_wire
from jobs.preferences import Preferences
from jobs.records import TRANSITIONS, Person, Pictures, Record, ReplyTo, State, job_id
from jobs.requests import JobId, Mode, PaintRequest, Strength, Verb

COMPAT = Path(__file__).resolve().parents[1] / "compat"
READERS: dict[str, Callable[[bytes], BaseModel]] = {
    "request": PaintRequest.model_validate_json,
    "record": Record.model_validate_json,
    "event": event_from_wire,
    "preferences": Preferences.model_validate_json,
}

jobs = st.integers(0, 2**62).map(job_id)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
values = st.dictionaries(texts, st.one_of(texts, st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
requests = st.builds(
    PaintRequest,
    verb=st.sampled_from(Verb),
    prompt=texts,
    text=texts,
    model=texts,
    seed=st.integers(0, 2**32 - 1),
    width=st.integers(8, 8192),
    height=st.integers(8, 8192),
    steps=st.integers(1, 500),
    guidance_scale=st.floats(0, 50),
    mode=st.sampled_from(Mode),
    parent=st.one_of(st.none(), jobs),
    tile=st.sampled_from([None, 1, 2, 3, 4]),
    strength=st.one_of(st.none(), st.sampled_from(Strength)),
)
events: st.SearchStrategy[JobEvent] = st.one_of(
    st.builds(Queued, job=jobs),
    st.builds(Progress, job=jobs, attempt=st.integers(0, 9), step=st.integers(), steps=st.integers(), preview=texts),
    st.builds(Rendered, job=jobs, attempt=st.integers(0, 9)),
    st.builds(Failed, job=jobs, attempt=st.integers(0, 9), code=texts, values=values),
    st.builds(Cancelled, job=jobs),
)
snowflakes = st.integers(0, 2**64 - 1)
records = st.builds(
    Record,
    id=jobs,
    state=st.sampled_from(State),
    request=requests,
    person=st.builds(Person, id=snowflakes, name=texts),
    reply_to=st.builds(
        ReplyTo,
        interaction_id=snowflakes,
        application_id=snowflakes,
        token=texts,
        token_expires_at=st.floats(0, 1e10),
        channel_id=snowflakes,
        guild_id=st.one_of(st.none(), snowflakes),
    ),
    created_at=st.floats(0, 1e10),
    pictures=st.builds(Pictures, grid=st.one_of(st.none(), texts)),
    error_values=values,
)


@given(requests)
def test_requests_come_back_the_same(request: PaintRequest) -> None:
    assert PaintRequest.model_validate_json(request.model_dump_json()) == request


@given(records)
def test_records_come_back_the_same(record: Record) -> None:
    assert Record.model_validate_json(record.model_dump_json()) == record


@given(events)
def test_events_come_back_the_same(event: JobEvent) -> None:
    assert event_from_wire(event_to_wire(event)) == event


@given(events, st.binary(max_size=40))
def test_what_is_no_event_is_refused(event: JobEvent, noise: bytes) -> None:
    with pytest.raises(ValidationError):
        event_from_wire(noise)
    foreign = json.loads(event_to_wire(event)) | {"a field of tomorrow": 1}
    with pytest.raises(ValidationError):
        event_from_wire(json.dumps(foreign))


@given(snowflakes, st.integers(0, 40), st.integers(0, 40))
def test_one_interaction_makes_the_same_ids_however_often_it_is_seen(interaction: int, one: int, other: int) -> None:
    assert len(job_id(interaction, one)) == 32
    assert int(job_id(interaction, one), 16) >= 0
    assert (job_id(interaction, one) == job_id(interaction, other)) is (one == other)


def test_the_ids_never_change_between_releases() -> None:
    assert job_id(1163200000000000000) == JobId("987b290f12ea5015a2cdacd90bfc4dfa")
    assert job_id(1163200000000000000, 1) == JobId("a389b5a7c25b567bbd9cdcf26c45a220")


def test_every_state_has_its_row_and_can_be_reached() -> None:
    assert TRANSITIONS.keys() == set(State)
    assert set().union(*TRANSITIONS.values()) == set(State) - {State.ACCEPTED}


def holds(new: object, old: object) -> bool:
    """Whether everything that was said is still said; fields may have been added at any depth."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and holds(new[key], value) for key, value in old.items())
    return new == old


@pytest.mark.parametrize("path", sorted(COMPAT.glob("*.json")), ids=lambda path: path.stem)
def test_what_an_earlier_release_wrote_still_loads(path: Path) -> None:
    read = READERS[path.stem.partition("-")[0]](path.read_bytes())
    assert holds(json.loads(read.model_dump_json()), json.loads(path.read_bytes()))


def test_every_kind_of_payload_is_kept() -> None:
    kept = {path.stem.partition("-")[0] for path in COMPAT.glob("*.json")}
    assert kept == READERS.keys()
