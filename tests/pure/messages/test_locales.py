"""Every language says everything, with the same values in its sentences."""

from __future__ import annotations

import importlib
import pkgutil
from string import Formatter

import pytest

import jobs
from jobs import errors
from jobs.notes import NOTES
from jobs.prompt import PARAMETERS
from messages.say import ENGLISH, languages, say, sentences, spoken


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_missing_in_a_language(language: str) -> None:
    parameters = {row.help_key for row in PARAMETERS} if language != ENGLISH else set()  # English stands in the table
    assert sentences(language).keys() == sentences(ENGLISH).keys() | parameters


@pytest.mark.parametrize("language", languages())
def test_placeholders_agree_in_every_language(language: str) -> None:
    differing = {
        key: (placeholders(sentence), placeholders(sentences(ENGLISH)[key]))
        for key, sentence in sentences(language).items()
        if key in sentences(ENGLISH) and placeholders(sentence) != placeholders(sentences(ENGLISH)[key])
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


def every_error(root: type[errors.AtelierError]) -> list[type[errors.AtelierError]]:
    return [root, *(error for child in root.__subclasses__() for error in every_error(child))]


def test_every_error_of_ours_is_worded_with_its_own_values() -> None:
    for module in pkgutil.walk_packages(jobs.__path__, "jobs."):
        importlib.import_module(module.name)
    ours = [error for error in every_error(errors.AtelierError) if error.__module__.startswith("jobs.")]
    assert len(ours) > 20
    for error in ours:
        worded = placeholders(sentences(ENGLISH)[f"errors.{error.code}"])
        assert worded in (placeholders(error.english), {"trace"}), error.code


def test_every_note_is_worded() -> None:
    for code, english in NOTES.items():
        assert placeholders(sentences(ENGLISH)[f"notes.{code}"]) == placeholders(english)
