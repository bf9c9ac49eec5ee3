"""What the READMEs say is true: commands exist, links lead somewhere, and both languages tell the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
PARAMETER_PICTURES = ROOT / "docs" / "images" / "parameters"  #: written by benchmarks/parameters.py
PAGES = [ENGLISH, CHINESE, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def code_blocks(text: str) -> list[str]:
    return re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)


def commands(text: str) -> set[str]:
    """`atelier X` as typed in code, block or inline."""
    return set(re.findall(r"atelier (?!-)([a-z]+)", "\n".join(code_blocks(text) + re.findall(r"`([^`\n]+)`", text))))


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert commands(page.read_text(encoding="utf-8")) <= known


def test_both_languages_show_the_same_commands_pictures_and_tables() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in (ENGLISH, CHINESE))
    assert commands(english) == commands(chinese)
    for pattern in (r"!\[[^\]]*\]\(([^)]+)\)", r"(?m)^(#+) ", r"(?m)^(\d+)\. "):
        assert re.findall(pattern, english) == re.findall(pattern, chinese)
    assert english.count("\n|") == chinese.count("\n|")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        made_later = target.startswith("images/parameters/") and not PARAMETER_PICTURES.exists()
        if not re.match(r"[a-z]+:", target) and not made_later:
            assert (page.parent / target).exists(), target


def test_every_setting_of_the_example_is_explained() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    operating = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8") + ENGLISH.read_text(encoding="utf-8")
    for name in re.findall(r"(?m)^#?([A-Z_]+)=", example):
        assert name in operating, name
