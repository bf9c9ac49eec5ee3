"""docs/prompting.md tells the truth about every parameter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from jobs.prompt import IGNORED, PARAMETERS, REFUSED, Parameter, parse, parse_all
from jobs.prompt.kinds import Decimal, Whole

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "prompting.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `--(\w+)`\n(.*?)(?=^##|\Z)", TEXT, flags=re.DOTALL | re.MULTILINE))


def test_every_parameter_has_its_heading_and_no_other_has_one() -> None:
    assert list(SECTIONS) == [row.name for row in PARAMETERS]


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_parameter_has_a_sentence_its_aliases_and_its_range(row: Parameter) -> None:
    sentences, _, _ = SECTIONS[row.name].partition("```")
    assert len(sentences.split()) >= 5
    assert all(f"`--{alias}`" in sentences for alias in row.aliases)
    if isinstance(row.kind, Whole | Decimal) and row.name != "repeat":
        assert f"{row.kind.low} to {row.kind.high}" in sentences


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_parameters_example_works_and_uses_it(row: Parameter) -> None:
    examples = re.findall(r"```\n(.*?)\n```", SECTIONS[row.name], flags=re.DOTALL)
    assert examples
    assert all(parse(line).has(row.name) for example in examples for line in example.splitlines())


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_parameter_has_its_picture(row: Parameter) -> None:
    assert f"](images/parameters/{row.name}.webp)" in SECTIONS[row.name]
    path = DOCS / "images" / "parameters" / f"{row.name}.webp"
    assert path.stat().st_size <= 25_000  # `python benchmarks/parameters.py --pictures` makes it
    with Image.open(path) as picture:
        assert picture.format == "WEBP" and min(picture.size) >= 100


def test_every_example_of_the_page_is_understood() -> None:
    examples = re.findall(r"```\n(.*?)\n```", TEXT, flags=re.DOTALL)
    lines = [line.removeprefix("/imagine prompt: ") for example in examples for line in example.splitlines()]
    assert len(lines) > len(PARAMETERS)
    assert all(parse_all(line, 40) for line in lines)


def test_what_is_said_to_be_missing_is_missing() -> None:
    _, _, missing = TEXT.partition("## What Midjourney has and this has not")
    refused, ignored, *_ = missing.strip().split("\n\n")
    assert set(re.findall(r"`--(\w+)`", refused)) == REFUSED.keys()
    assert set(re.findall(r"`--(\w+)`", ignored)) == IGNORED.keys()
