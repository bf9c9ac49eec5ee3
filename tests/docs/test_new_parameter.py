"""docs/new-parameter.md: the worked example touches six files that exist, and its row works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobs.prompt import BY_SPELLING, Parameter, echo, parse
from jobs.prompt import mistakes as wrong
from jobs.prompt.kinds import Whole

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "new-parameter.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\*\*(\d)\. `([^`]+)`", TEXT, flags=re.MULTILINE)


def test_a_new_parameter_touches_at_most_six_files() -> None:
    assert [int(number) for number, _ in STEPS] == [1, 2, 3, 4, 5, 6]
    assert all((ROOT / path).is_file() for _, path in STEPS)


def test_the_row_of_the_example_is_all_that_the_grammar_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)[0]
    row = eval(code.strip().rstrip(","), {"Parameter": Parameter, "Whole": Whole})
    monkeypatch.setitem(BY_SPELLING, row.name, row)
    assert echo(parse("a fox --GRAIN 40")) == "a fox --grain 40"
    with pytest.raises(wrong.InvalidValue, match=re.escape("`--grain` cannot be `101`; allowed: 0-100")):
        parse("a fox --grain 101")
    with pytest.raises(wrong.UnknownParameter, match="did you mean `--grain`"):
        parse("a fox --grian 4")


def test_the_places_of_the_example_are_there() -> None:
    assert "def decided(" in (ROOT / "jobs/plan/imagine.py").read_text(encoding="utf-8")
    assert "[parameters]" in (ROOT / "messages/locales/zh-CN.toml").read_text(encoding="utf-8")
