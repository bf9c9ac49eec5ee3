"""The command line's two languages say the same things."""

from __future__ import annotations

import re

import pytest

from cli.words import LOCALES, language_of, sentences


def test_no_sentence_is_missing_in_a_language() -> None:
    english = sentences("en")
    for path in LOCALES.glob("*.toml"):
        other = sentences(path.stem)
        assert other.keys() == english.keys()
        for key, sentence in other.items():
            assert set(re.findall(r"{(\w+)", sentence)) == set(re.findall(r"{(\w+)", english[key])), key


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_terminal(env: dict[str, str], language: str) -> None:
    assert language_of(env) == language
