"""docs/prompting.md tells the truth about every parameter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobs.prompt import NOT_OFFERED, PARAMETERS, Parameter, parse
from jobs.prompt.kinds import Whole

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "prompting.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `--(\w+)`\n(.*?)(?=^##|\Z)", TEXT, flags=re.DOTALL | re.MULTILINE))


def test_every_parameter_has_its_heading_and_no_other_has_one() -> None:
    assert list(SECTIONS) == [row.name for row in PARAMETERS]


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_parameter_has_a_sentence_its_aliases_and_its_range(row: Parameter) -> None:
    sentences, _, _ = SECTIONS[row.name].partition("```")
    assert len(sentences.split()) >= 5
    assert all(f"`--{alias}`" in sentences for alias in row.aliases)
    if isinstance(row.kind, Whole) and row.name != "repeat":
        assert f"{row.kind.low} to {row.kind.high}" in sentences


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_parameters_example_works_and_uses_it(row: Parameter) -> None:
    examples = re.findall(r"```\n(.*?)\n```", SECTIONS[row.name], flags=re.DOTALL)
    assert examples
    assert all(parse(example).has(row.name) for example in examples)


def test_what_is_said_to_be_missing_is_missing() -> None:
    _, _, missing = TEXT.partition("## What Midjourney has and this has not yet")
    named = set(re.findall(r"`--(\w+)`", missing.partition("are known by name")[0]))
    assert named <= NOT_OFFERED
    assert len(named) > 10
