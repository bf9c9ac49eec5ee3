"""Translated words in a prompt: parameters, weights and pictures stay, and nothing new is read into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.prompt import echo, parse
from jobs.prompt.translation import WORDS, foreign_texts, in_words, plain


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("雪地里的狐狸 --ar 3:2", "[雪地里的狐狸] --ar 3:2"),
        ("狐狸::2 a boat::-0.5 --no 人,cars", "[狐狸]::2 a boat::-0.5 --no [人], cars"),
        ("https://example.org/a.png 狐狸 --chaos 5", "https://example.org/a.png [狐狸] --chaos 5"),
        ("a fox --ar 3:2", "a fox --ar 3:2"),
    ],
)
def test_only_foreign_texts_are_replaced(typed: str, told: str) -> None:
    prompt = parse(typed)
    found = {source: f"[{source.removeprefix(WORDS)}]" for source in foreign_texts(prompt)}
    now = in_words(prompt, found)
    assert echo(now) == echo(parse(told)) and parse(echo(now)) == now
    assert in_words(prompt, {}) == prompt


@given(st.text(min_size=1, max_size=60))
def test_whatever_the_service_says_is_words_alone(said: str) -> None:
    prompt = parse("狐狸 --ar 3:2")
    now = in_words(prompt, {f"{WORDS}狐狸": said})
    assert now.given == prompt.given and now.images == () and len(now.chunks) == 1


@pytest.mark.parametrize("said", ["a fox --ar 9:1", "a fox::5 tail", "a fox — chaos 7", "--v 6", "a\nfox"])
def test_syntax_becomes_words(said: str) -> None:
    assert "--" not in plain(said) and "::" not in plain(said) and "—" not in plain(said) and "\n" not in plain(said)
