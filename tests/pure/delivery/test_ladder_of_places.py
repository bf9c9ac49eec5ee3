"""Rule 6 as a table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.records import ReplyTo
from worker.delivery.ladder_of_places import (
    ATTACH_FILES,
    SEND_IN_THREADS,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    Place,
    may_post,
    next_place,
    notice_in,
)

NOW = 1_000_000.0
CHANNEL, FOLLOW_UP, DIRECT, KEPT = Place.CHANNEL, Place.FOLLOW_UP, Place.DIRECT, Place.KEPT
ALL = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES


def reply_to(token_left_s: float = 600, **more: Any) -> ReplyTo:
    fields: dict[str, Any] = {"interaction_id": 1, "application_id": 2, "token": "t", "channel_id": 3}
    return ReplyTo(token_expires_at=NOW + token_left_s, **(fields | more))


@pytest.mark.parametrize(
    ("to", "refused", "place"),
    [
        (reply_to(), (), CHANNEL),
        (reply_to(-60), (), CHANNEL),
        (reply_to(), (CHANNEL,), FOLLOW_UP),
        (reply_to(-60), (CHANNEL,), DIRECT),
        (reply_to(5), (CHANNEL,), DIRECT),  # too late for an upload
        (reply_to(), (CHANNEL, FOLLOW_UP), DIRECT),
        (reply_to(), (CHANNEL, FOLLOW_UP, DIRECT), KEPT),
        (reply_to(-60), (CHANNEL, DIRECT), KEPT),
        (reply_to(app_permissions=ALL), (), CHANNEL),
        (reply_to(app_permissions=VIEW_CHANNEL | SEND_MESSAGES), (), FOLLOW_UP),  # may not attach: not even tried
        (reply_to(-60, app_permissions=VIEW_CHANNEL), (), CHANNEL),  # it may have been given since
        (reply_to(context=2), (), FOLLOW_UP),
        (reply_to(-60, context=2), (), DIRECT),
    ],
)
def test_the_ladder(to: ReplyTo, refused: tuple[Place, ...], place: Place) -> None:
    assert next_place(to, NOW, frozenset(refused)) is place


@given(st.floats(-2000, 900), st.integers(0, 2), st.integers(0, 2**40))
def test_it_always_ends_and_no_place_is_tried_twice(left: float, context: int, permissions: int) -> None:
    to = reply_to(left, context=context, app_permissions=permissions)
    refused: frozenset[Place] = frozenset()
    for _ in range(4):
        place = next_place(to, NOW, refused)
        assert place not in refused
        if place is KEPT:
            return
        refused |= {place}
    raise AssertionError(refused)


def test_permissions_in_a_thread_count_as_well() -> None:
    assert may_post(VIEW_CHANNEL | SEND_IN_THREADS | ATTACH_FILES)
    assert not may_post(VIEW_CHANNEL | ATTACH_FILES)
    assert may_post(0)  # an interaction of old said nothing


@pytest.mark.parametrize(("left", "wait"), [(900, 780), (120, 0), (60, 0), (5, None), (-1, None)])
def test_the_notice_comes_two_minutes_before_the_token_dies(left: float, wait: float | None) -> None:
    assert notice_in(reply_to(left), NOW) == wait
