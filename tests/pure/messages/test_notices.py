"""Titles and colours of what is said to one person alone."""

from __future__ import annotations

import pytest

from jobs.errors import NotYours, QueueFull
from messages import notices
from messages.notices import PRIVATE, RED, TITLES, YELLOW
from messages.say import sentences


@pytest.mark.parametrize("code", sorted(TITLES))
def test_every_code_with_a_title_is_an_error_that_is_worded(code: str) -> None:
    assert f"errors.{code}" in sentences("en") and f"notices.{TITLES[code]}" in sentences("en")


def test_what_moderation_stops_has_a_title() -> None:
    assert set(TITLES) >= PRIVATE


@pytest.mark.parametrize(
    ("locale", "full", "restricted"),
    [("en-US", "Queue full", "Job action restricted"), ("zh-CN", "队列已满", "操作受限")],
)
def test_title_colour_and_footer_follow_from_the_code(locale: str, full: str, restricted: str) -> None:
    (card,) = notices.of_error(QueueFull(waiting=10, limit=10), locale, "/imagine a   fox").embeds
    assert (card.title, card.colour, card.footer) == (full, YELLOW, "/imagine a fox") and "10" in card.text
    (card,) = notices.of_error(NotYours(owner="ann"), locale).embeds
    assert (card.title, card.colour, card.footer) == (restricted, YELLOW, "") and "ann" in card.text
    (card,) = notices.of_code("internal", locale, trace="ab12").embeds
    assert card.colour == RED and "ab12" in card.text


def test_an_error_of_another_release_has_a_title_too() -> None:
    (card,) = notices.of_sentence("of_a_later_release", "Something is strange.", "en-US").embeds
    assert (card.title, card.text) == ("That did not work", "Something is strange.")
