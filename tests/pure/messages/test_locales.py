"""Every language says everything, with the same values in its sentences."""

from __future__ import annotations

from string import Formatter

import pytest

from jobs import errors
from messages.say import ENGLISH, languages, say, sentences, spoken


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_missing_in_a_language(language: str) -> None:
    assert sentences(language).keys() == sentences(ENGLISH).keys()


@pytest.mark.parametrize("language", languages())
def test_placeholders_agree_in_every_language(language: str) -> None:
    differing = {
        key: (placeholders(sentence), placeholders(sentences(ENGLISH)[key]))
        for key, sentence in sentences(language).items()
        if placeholders(sentence) != placeholders(sentences(ENGLISH)[key])
    }
    assert differing == {}


@pytest.mark.parametrize(
    ("locale", "language"), [("en-US", "en"), ("en-GB", "en"), ("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("fr", "en")]
)
def test_a_locale_of_discord_finds_its_language(locale: str, language: str) -> None:
    assert spoken(locale) == language


def test_an_error_is_said_in_the_persons_language() -> None:
    error = errors.QueueFull(waiting=10, limit=10)
    assert say(error, "en-US") == "You already have 10 jobs waiting, and 10 is the limit; wait until one has finished."
    assert say(error, "zh-CN") == "您已经有 10 个任务在等待，上限是 10 个；请等其中一个完成。"


def test_an_error_that_nobody_worded_is_said_in_its_own_english() -> None:
    class Strange(errors.Mistake):
        code = "never_worded"
        english = "The {thing} is strange."

    assert say(Strange(thing="fox"), "zh-CN") == "The fox is strange."
