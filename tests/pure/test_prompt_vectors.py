"""What people type and what it means: vectors of the behavioural reference, and our own choices (decision 0001)."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.errors import Mistake
from jobs.geometry import Aspect, AspectTooLong
from jobs.prompt import (
    BY_SPELLING,
    FOREIGN,
    IGNORED,
    LIMIT,
    PARAMETERS,
    RETIRED,
    Chunk,
    echo,
    parse,
    parse_parameters,
)
from jobs.prompt import REFUSED as NOT_HERE
from jobs.prompt import mistakes as wrong

UNDERSTOOD: list[tuple[str, str, dict[str, Any]]] = [
    ("a fox", "a fox", {}),
    ("  a \n fox\t in　snow ", "a fox in snow", {}),
    ("a fox --ar 3:2", "a fox", {"ar": Aspect(3, 2)}),
    ("a fox --aspect 139:100", "a fox", {"ar": Aspect(139, 100)}),
    ("a fox --AR 3:2 --Seed 5", "a fox", {"ar": Aspect(3, 2), "seed": 5}),
    ("a fox --seed 0", "a fox", {"seed": 0}),
    ("a fox --seed 4294967295", "a fox", {"seed": 4294967295}),
    ("a fox --s 750 --c 100 --q 2 --r 3", "a fox", {"stylize": 750, "chaos": 100, "quality": 2.0, "repeat": 3}),
    ("a fox --stop 10 --model Storybook --turbo", "a fox", {"stop": 10, "model": "storybook", "turbo": True}),
    ("a fox --no trees, tall grass , trees", "a fox", {"no": ("trees", "tall grass")}),
    ("x --seed 123 --seed 456 --no girl, boy --no cat", "x", {"seed": 456, "no": ("girl", "boy", "cat")}),
    # quality is snapped to the nearest, the cheaper one between two
    ("x --q .3", "x", {"quality": 0.25}),
    ("x --q 0.75", "x", {"quality": 0.5}),
    ("x --q 5", "x", {"quality": 2.0}),
    # phones, word processors and Chinese keyboards
    ("a fox —ar 3:2", "a fox", {"ar": Aspect(3, 2)}),
    ("a fox –ar 3:2 ――seed 5", "a fox", {"ar": Aspect(3, 2), "seed": 5}),
    ("a fox −−ar 3:2 ‐‐seed 5", "a fox", {"ar": Aspect(3, 2), "seed": 5}),
    ("a fox ---ar 3:2", "a fox", {"ar": Aspect(3, 2)}),
    ("雪地里的狐狸——ar 3：2", "雪地里的狐狸", {"ar": Aspect(3, 2)}),
    ("狐狸 －－ａｒ　１６：９ －－ｎｏ 狗，猫、鸟", "狐狸", {"ar": Aspect(16, 9), "no": ("狗", "猫", "鸟")}),
    ("a “red” fox, it’s here", 'a "red" fox, it\'s here', {}),
    ("fox\u200b\ufeff --seed\u2003 7", "fox", {"seed": 7}),
    # commas that people write between parameters
    ("a fox, --ar 16:9, --seed 5, --fast,", "a fox,", {"ar": Aspect(16, 9), "seed": 5, "fast": True}),
    # dashes that are no parameters
    ("a fox — no snow", "a fox — no snow", {}),
    ("a fox -- in snow", "a fox -- in snow", {}),
    ("well-known mother--daughter", "well-known mother--daughter", {}),
    ("yes—no, 狐狸——真美 ——在雪中", "yes—no, 狐狸——真美 ——在雪中", {}),
    ("at –5 degrees", "at –5 degrees", {}),
    # emoji and escaped braces stay as they are
    ("🦊 👨‍👩‍👧 \\{a\\}", "🦊 👨‍👩‍👧 {a}", {}),
]


@pytest.mark.parametrize(("text", "words", "given"), UNDERSTOOD)
def test_understood(text: str, words: str, given: dict[str, Any]) -> None:
    prompt = parse(text)
    assert (prompt.words, dict(prompt.given)) == (words, given)
    assert parse(echo(prompt)) == prompt


REFUSED: list[tuple[str, type[Mistake], dict[str, object]]] = [
    ("", wrong.EmptyPrompt, {}),
    (" \n\t　", wrong.EmptyPrompt, {}),
    ("--ar 3:2 --seed 5", wrong.EmptyPrompt, {}),
    ("::2", wrong.EmptyPrompt, {}),
    ("fox " * 1501, wrong.TooLong, {"length": 6004, "limit": LIMIT}),
    ("a\x00fox", wrong.ControlCharacter, {"character": "U+0000", "place": 2}),
    ("a fox\u202e", wrong.ControlCharacter, {"character": "U+202E", "place": 6}),
    ("a fox\ud800", wrong.ControlCharacter, {"character": "U+D800", "place": 6}),
    ("a fox --sed 5", wrong.UnknownParameter, {"name": "sed", "nearest": "seed"}),
    ("a fox --Stylise 5", wrong.UnknownParameter, {"name": "stylise", "nearest": "stylize"}),
    ("a fox —quietly", wrong.StrangeParameter, {"name": "quietly"}),
    ("a fox --比例 3:2", wrong.StrangeParameter, {"name": "比例"}),
    ("a fox --ar16:9", wrong.MissingSpace, {"parameter": "ar", "value": "16:9"}),
    ("a fox --ar=16:9", wrong.MissingSpace, {"parameter": "ar", "value": "16:9"}),
    ("a fox --s750", wrong.MissingSpace, {"parameter": "s", "value": "750"}),
    ("a fox --no--1 --seed 5", wrong.MissingSpace, {"parameter": "no", "value": "1"}),
    ("a fox --no x, -- seed 5", wrong.SpaceAfterDashes, {"parameter": "seed"}),
    ("狐狸 -- ＡＲ--no 狗", wrong.SpaceAfterDashes, {"parameter": "ar"}),
    ("狐狸 --no狗", wrong.MissingSpace, {"parameter": "no", "value": "狗"}),
    ("a fox -- ar 16:9", wrong.SpaceAfterDashes, {"parameter": "ar"}),
    ("a fox --seed 5 -- ar 16:9", wrong.SpaceAfterDashes, {"parameter": "ar"}),
    ("a fox --ar 16:9--seed 5", wrong.MissingSpaceBefore, {"parameter": "seed"}),
    ("a fox --ar", wrong.MissingValue, {"parameter": "ar"}),
    ("a fox --no --seed 5", wrong.MissingValue, {"parameter": "no"}),
    ("a fox --no , ,", wrong.InvalidValue, {"parameter": "no"}),
    ("a fox --ar 1.39:1", wrong.InvalidValue, {"parameter": "ar", "value": "1.39:1"}),
    ("a fox --ar 0:1", wrong.InvalidValue, {"parameter": "ar", "value": "0:1"}),
    ("a fox --ar wide", wrong.InvalidValue, {"parameter": "ar", "value": "wide"}),
    ("a fox --ar 15:1", AspectTooLong, {"aspect": "15:1", "longest": 14}),
    ("a fox --seed 4294967296", wrong.InvalidValue, {"value": "4294967296", "allowed": "0-4294967295"}),
    ("a fox --seed -1", wrong.InvalidValue, {"value": "-1"}),
    ("a fox --seed 1.5", wrong.InvalidValue, {"value": "1.5"}),
    ("a fox --seed 1_0", wrong.InvalidValue, {"value": "1_0"}),
    ("a fox --seed ٣", wrong.InvalidValue, {"value": "٣"}),
    ("a fox --s 1001", wrong.InvalidValue, {"parameter": "s", "allowed": "0-1000"}),
    ("a fox --chaos 101", wrong.InvalidValue, {"parameter": "chaos", "allowed": "0-100"}),
    ("a fox --stop 9", wrong.InvalidValue, {"parameter": "stop", "allowed": "10-100"}),
    ("a fox --q 0", wrong.InvalidValue, {"parameter": "q", "allowed": ".25, .5, 1, 2"}),
    ("a fox --q nan", wrong.InvalidValue, {"parameter": "q"}),
    ("a fox --repeat 0", wrong.InvalidValue, {"parameter": "repeat", "allowed": "1-40"}),
    ("a fox --seed 5 in the snow", wrong.WordsAfterParameter, {"parameter": "seed", "words": "in the snow"}),
    ("a fox --fast please", wrong.WordsAfterParameter, {"parameter": "fast", "words": "please"}),
    ("a fox --fast --relax", wrong.ConflictingParameters, {"first": "fast", "second": "relax"}),
    ("a {red, green} bird", wrong.PermutationHere, {}),
    ("a bird --ar {3:2, 1:1}", wrong.PermutationHere, {}),
    ("a {red bird", wrong.UnbalancedBraces, {"brace": "{"}),
    ("a red} bird", wrong.UnbalancedBraces, {"brace": "}"}),
    ("tulips::.5 red::-.5", wrong.WeightsNotPositive, {"total": "0"}),
    ("x:: y::-2", wrong.WeightsNotPositive, {"total": "-1"}),
    ("a fox --v6", wrong.MissingSpace, {"parameter": "v", "value": "6"}),
    ("a fox --niji6", wrong.MissingSpace, {"parameter": "niji", "value": "6"}),
    ("狐狸--motion high", wrong.NoMovingPictures, {"name": "motion"}),
    ("a fox --wallpaper", wrong.Retired, {"name": "wallpaper", "instead": "--ar 16:9"}),
]


@pytest.mark.parametrize(("text", "mistake", "values"), REFUSED, ids=lambda value: str(value)[:40])
def test_refused(text: str, mistake: type[Mistake], values: dict[str, object]) -> None:
    with pytest.raises(mistake) as caught:
        parse(text)
    assert type(caught.value) is mistake
    assert caught.value.values.items() >= values.items()
    assert all(str(value) in str(caught.value) for value in values.values())


def test_chinese_needs_no_space_before_dashes_but_figures_do() -> None:
    assert dict(parse("雪地里的狐狸--no 树--seed 7").given) == {"no": ("树",), "seed": 7}
    with pytest.raises(wrong.MissingSpaceBefore):
        parse("雪地里的狐狸--ar 3:2--no 树")


@pytest.mark.parametrize("name", sorted(NOT_HERE))
def test_what_midjourney_has_is_not_called_unknown(name: str) -> None:
    with pytest.raises(wrong.NotOffered, match=f"--{name}`"):
        parse(f"a fox --{name} 1")


@pytest.mark.parametrize("name", sorted(IGNORED))
def test_what_would_only_turn_a_knob_of_midjourneys_is_ignored_and_said(name: str) -> None:
    value = {"preview": "", "p": "", "profile": "abc12 m123"}.get(name, "4")
    prompt = parse(f"a fox --{name} {value} --ar 3:2")
    assert (prompt.ignored, dict(prompt.given)) == ((name,), {"ar": Aspect(3, 2)})
    assert echo(prompt) == "a fox --ar 3:2"
    with pytest.raises(wrong.NotOffered):
        parse_parameters(f"--{name} {value}")
    with pytest.raises(wrong.PromptMistake):
        parse(f"a fox --{name} {value} in the snow")


@pytest.mark.parametrize("name", sorted(RETIRED))
def test_what_midjourney_had_is_explained(name: str) -> None:
    with pytest.raises(wrong.Retired):
        parse(f"a fox --{name}")


def test_a_spelling_means_one_thing() -> None:
    spellings = [spelling for row in PARAMETERS for spelling in (row.name, *row.aliases)]
    assert len(spellings) == len(set(spellings)) == len(BY_SPELLING)
    assert not BY_SPELLING.keys() & (FOREIGN | RETIRED.keys())
    assert not IGNORED.keys() & NOT_HERE.keys()
    assert not FOREIGN & RETIRED.keys()


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_rows_own_example_works(row: Any) -> None:
    prompt = parse(f"a fox {row.example}")
    assert prompt.has(row.name)
    assert echo(prompt).startswith(f"a fox --{row.name}")


WEIGHTS: list[tuple[str, list[Chunk], str, str]] = [
    ("hot dog", [Chunk("hot dog", 1)], "hot dog", ""),
    ("hot:: dog", [Chunk("hot", 1), Chunk("dog", 1)], "hot, dog", ""),
    ("hot::2 dog", [Chunk("hot", 2), Chunk("dog", 1)], "hot, dog", ""),
    ("a b::1.5 c:: d", [Chunk("a b", 1.5), Chunk("c", 1), Chunk("d", 1)], "a b, c, d", ""),
    ("tulips:: red::-.5", [Chunk("tulips", 1), Chunk("red", -0.5)], "tulips", "red"),
    ("热：：2 狗", [Chunk("热", 2), Chunk("狗", 1)], "热, 狗", ""),
    ("cup::2d art", [Chunk("cup", 1), Chunk("2d art", 1)], "cup, 2d art", ""),
    ("still life --no fruit, wine", [Chunk("still life", 1)], "still life", "fruit, wine"),
    ("a:: b::-.5 --no b, c", [Chunk("a", 1), Chunk("b", -0.5)], "a", "b, c"),
]


@pytest.mark.parametrize(("text", "chunks", "words", "negative"), WEIGHTS)
def test_weights(text: str, chunks: list[Chunk], words: str, negative: str) -> None:
    prompt = parse(text)
    assert (list(prompt.chunks), prompt.text, prompt.negative) == (chunks, words, negative)
    assert parse(echo(prompt)) == prompt


def test_a_suffix_holds_parameters_only() -> None:
    assert parse_parameters("") == ()
    assert parse_parameters(" --no orange —ar 3:2") == (("no", ("orange",)), ("ar", Aspect(3, 2)))
    with pytest.raises(wrong.WordsInSuffix, match="orange"):
        parse_parameters("orange::-1")


def test_the_echo_can_name_the_seed() -> None:
    assert echo(parse("a fox --s 50"), seed=7) == "a fox --stylize 50 --seed 7"
    assert echo(parse("a fox --seed 5 --q .5 --fast"), seed=7) == "a fox --seed 7 --quality .5 --fast"
