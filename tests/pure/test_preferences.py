"""What a person chose once."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from jobs.preferences import OptionTooLong, Preferences, TooManyOptions
from jobs.prompt import echo, parse
from jobs.prompt import mistakes as wrong
from jobs.requests import Mode


def shown(text: str, preferences: Preferences) -> str:
    return echo(preferences.applied_to(parse(text)))


def test_a_person_who_never_chose_changes_nothing() -> None:
    assert shown("a fox --seed 7", Preferences()) == "a fox --seed 7"


def test_order_of_the_echo_is_typed_then_suffix_then_settings() -> None:
    chosen = Preferences(stylize=250, suffix="--chaos 5 --no people")
    assert shown("a fox --ar 3:2", chosen) == "a fox --ar 3:2 --chaos 5 --no people --stylize 250"


def test_what_is_typed_wins_and_lists_are_merged() -> None:
    chosen = Preferences(stylize=250, suffix="--s 10 --no people, trees --relax")
    assert shown("a fox --no trees --s 5 --turbo", chosen) == "a fox --no trees, people --stylize 5 --turbo"
    assert shown("a fox", chosen) == "a fox --stylize 10 --no people, trees --relax"


def test_a_suffix_is_checked_when_it_is_set() -> None:
    assert Preferences().with_suffix(" --ar 3:2 ").suffix == "--ar 3:2"
    assert Preferences(suffix="--ar 3:2").with_suffix("").suffix == ""
    with pytest.raises(wrong.WordsInSuffix):
        Preferences().with_suffix("orange::-1")
    with pytest.raises(wrong.InvalidValue):
        Preferences().with_suffix("--s 5000")


def test_they_survive_the_store() -> None:
    chosen = Preferences(mode=Mode.RELAX, model="Dreamer", stylize=0, suffix="--ar 3:2", locale="zh-CN")
    assert chosen.model == "dreamer"
    assert Preferences.model_validate_json(chosen.model_dump_json()) == chosen


def test_out_of_range_is_refused() -> None:
    with pytest.raises(ValidationError):
        Preferences(stylize=1001)


def test_what_is_new_travels_only_where_it_speaks() -> None:
    """So a bot of 0.1, which refuses fields that it does not know, still reads everybody who never used them."""
    plain = Preferences(mode=Mode.RELAX).model_dump()
    assert plain.keys() == {"v", "mode", "model", "stylize", "suffix", "variability", "locale"}
    assert Preferences(remix=True, options={"a": "b"}).model_dump().keys() - plain.keys() == {"remix", "options"}


def test_raw_stands_behind_what_is_typed() -> None:
    assert shown("a fox --ar 3:2", Preferences(raw=True)) == "a fox --ar 3:2 --raw"


def test_an_option_is_checked_when_it_is_set() -> None:
    chosen = Preferences().with_option("mine", " in snow --ar 3:2 ")
    assert chosen.options == {"mine": "in snow --ar 3:2"}
    assert chosen.with_option("mine", "").options == {}
    for value, mistake in (
        ("--s 5000", wrong.InvalidValue),
        ("x" * 1001, OptionTooLong),
        ("{a", wrong.UnbalancedBraces),
    ):
        with pytest.raises(mistake):
            Preferences().with_option("mine", value)
    full = Preferences(options={f"n{n}": "x" for n in range(20)})
    with pytest.raises(TooManyOptions):
        full.with_option("more", "x")
    assert full.with_option("n3", "y").options["n3"] == "y"


@pytest.mark.parametrize("name", ["raw", "remix", "stealth", "auto_dm", "variability"])
def test_a_switch_turned_twice_is_where_it_was(name: str) -> None:
    once = Preferences().turned(name)
    assert once != Preferences() and once.turned(name) == Preferences()
