"""The table of vectors: what is typed, and what is shown above the picture."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cli.commands.parse import as_if_kept
from jobs.catalog import Catalog
from jobs.errors import Mistake
from jobs.plan import HIGHEST, Limits, plan_all
from jobs.preferences import Preferences
from jobs.prompt import parse_all
from tests.pure.vector_table import VECTORS, expected, shown_as_typed

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog.from_toml(None, ROOT / "models" / "storybook")


def shown(text: str) -> list[str] | str:
    """The effective prompts with their links, or the code of the mistake behind "!"."""
    try:
        prompts = parse_all(text, HIGHEST)
        kept = as_if_kept(prompts)
        planned = plan_all(prompts, Preferences(), CATALOG, lambda: 7, Limits(HIGHEST), kept=kept)
    except Mistake as mistake:
        return f"!{mistake.code}"
    return [shown_as_typed(request.prompt, kept) for request in planned.requests]


def test_there_are_more_than_three_hundred_of_our_own() -> None:
    table = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text("utf-8"))
    assert sum(len(section) for name, section in table.items() if name != "reference") > 300
    assert len(table["reference"]) > 40


@pytest.mark.parametrize(("text", "result"), VECTORS.items(), ids=lambda value: str(value)[:60])
def test_what_is_typed_is_shown(text: str, result: str | list[str]) -> None:
    assert shown(text) == expected(result)


@pytest.mark.parametrize(("text", "result"), VECTORS.items(), ids=lambda value: str(value)[:60])
def test_what_is_shown_is_shown_again(text: str, result: str | list[str]) -> None:
    again = expected(result)
    if isinstance(again, list):
        assert [shown(each) for each in again] == [[each] for each in again]
    else:
        assert re.fullmatch(r"![a-z_]+", again)
