"""Shortcuts of /prefer, and what autocomplete offers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.errors import Mistake, TooManyPictures
from jobs.prompt import PARAMETERS, completions, echo, option_name, parse_all, with_options
from jobs.prompt import mistakes as wrong

MINE = {
    "mine": "in oil, dark --s 50 --no text",
    "wide": "--ar 16:9",
    "ink": "ink on paper",
    "both": "{red, blue} --c 5",
}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a fox --mine", ["a fox in oil, dark --stylize 50 --no text"]),
        ("a fox --wide --seed 5", ["a fox --ar 16:9 --seed 5"]),
        ("a fox —MINE —wide", ["a fox in oil, dark --stylize 50 --no text --ar 16:9"]),
        ("a fox --ar 3:2 --mine", ["a fox in oil, dark --ar 3:2 --stylize 50 --no text"]),
        ("a fox --ink in the snow --wide", ["a fox ink on paper in the snow --ar 16:9"]),
        ("a fox --{wide, ink}", ["a fox --ar 16:9", "a fox ink on paper"]),
        ("a fox --both", ["a fox red --chaos 5", "a fox blue --chaos 5"]),
        ("--ink --wide", ["ink on paper --ar 16:9"]),
        ("a fox", ["a fox"]),
    ],
)
def test_a_shortcut_stands_for_its_value(typed: str, shown: list[str]) -> None:
    assert [echo(prompt) for prompt in parse_all(typed, 40, MINE)] == shown


def test_a_shortcut_nobody_set_is_unknown_and_the_cap_counts_what_it_brings() -> None:
    with pytest.raises(wrong.PromptMistake):
        parse_all("a fox --yours", 40, MINE)
    with pytest.raises(TooManyPictures):
        parse_all("a {fox, hare} --both", 3, MINE)


def test_a_parameter_cannot_be_replaced() -> None:
    assert with_options("a fox --ar 3:2 --wide", {"ar": "--tile", "wide": "--hd"}) == "a fox --ar 3:2 --hd"


@pytest.mark.parametrize(("typed", "name"), [("mine", "mine"), (" --Mine ", "mine"), ("小-1", "小-1")])
def test_a_name_for_an_option(typed: str, name: str) -> None:
    assert option_name(typed) == name


@pytest.mark.parametrize("typed", ["ar", "--S", "p", "hq", "", "1a", "a b", "a" * 31, "a,b"])
def test_no_name_for_an_option(typed: str) -> None:
    with pytest.raises((wrong.OptionNameTaken, wrong.OptionNameWrong)):
        option_name(typed)


@given(st.text(max_size=40), st.dictionaries(st.sampled_from(["mine", "wide"]), st.text(max_size=20)))
def test_shortcuts_make_mistakes_at_the_worst(text: str, options: dict[str, str]) -> None:
    for typed in (text, f"{text} --mine", f"--wide {text}"):
        try:
            parse_all(typed, 40, options)
        except Mistake as mistake:
            assert str(mistake)


def test_autocomplete_writes_out_the_parameter_that_is_begun() -> None:
    assert [text for text, _ in completions("a fox --st")] == [
        "a fox --stylize 250", "a fox --style raw", "a fox --stop 60", "a fox --stealth",
    ]  # fmt: skip
    assert [row.name for _, row in completions("a fox --ar 3:2 --a")] == []
    assert [row.name for _, row in completions("a fox —q")] == ["quality"]
    assert len(completions("--")) == 25 < len(PARAMETERS)
    assert all(row.name != "zoom" for _, row in completions("a fox --z"))
    assert completions("a fox") == completions("a fox --s ") == ()
