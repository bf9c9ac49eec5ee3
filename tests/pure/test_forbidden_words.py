"""What the owner forbids is found in any dress, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.forbidden_words import ForbiddenWords, Here, WordForbidden, WordsFileBroken

WORDS = ForbiddenWords(
    words=("gore", "behead*", "severed head", "血腥"), guilds={7: Here(words=("politics",), allow=("GORE",))}
)


@pytest.mark.parametrize(
    "text",
    [
        "gore", "a scene of GORE, at night", "ｇｏｒｅ", "g\u200bore", "göre", "g0re", "beheading", "a BEHEADED king",
        "severed   head", "一个血腥的场面", "fox::2 gore::1",
    ],
)  # fmt: skip
def test_a_forbidden_word_is_found_in_any_dress(text: str) -> None:
    with pytest.raises(WordForbidden):
        WORDS.check(text, None)


@pytest.mark.parametrize("text", ["Gorey's foxes", "a head, severed", "forgoren", "politics", "a fox in the snow", ""])
def test_words_that_only_resemble_it_are_free(text: str) -> None:
    WORDS.check(text, None)


def test_a_server_has_its_own_words_and_freedoms() -> None:
    WORDS.check("gore", 7)
    with pytest.raises(WordForbidden, match="`politics`"):
        WORDS.check("politics as usual", 7)
    with pytest.raises(WordForbidden):
        WORDS.check("beheaded", 7)
    WORDS.check("politics", 8)


@given(st.text())
def test_an_empty_list_forbids_nothing(text: str) -> None:
    ForbiddenWords().check(text, None)


@given(st.text(max_size=30), st.text(max_size=30))
def test_every_whole_word_is_found_between_others(before: str, after: str) -> None:
    with pytest.raises(WordForbidden):
        WORDS.check(f"{before} gore {after}", None)


def test_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text('words = ["gore"]\n[guilds.7]\nallow = ["gore"]\n', "utf-8")
    found = ForbiddenWords.from_toml(path)
    found.check("gore", 7)
    with pytest.raises(WordForbidden):
        found.check("gore", 8)
    assert ForbiddenWords.from_toml(None) == ForbiddenWords()


@pytest.mark.parametrize("text", ["words = 3", "wrods = []", "words = [", "[guilds.fox]\nwords = []"])
def test_a_broken_file_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(WordsFileBroken, match=r"words\.toml"):
        ForbiddenWords.from_toml(path)
    with pytest.raises(WordsFileBroken):
        ForbiddenWords.from_toml(tmp_path / "missing.toml")
