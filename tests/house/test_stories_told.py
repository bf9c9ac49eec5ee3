"""Every command and every message menu has a story in which people of every language use it.

A story is a test function under `tests/stories` whose text, with its decorators and the module's constants and
helpers that it names, holds the command as a person writes it ("/prefer option set", "Cancel Job"). It is told in every
language where the function takes a `locale`. The buttons have one story for all of them: `test_every_button.py` presses
whatever stands under the messages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.registered import named, registered

STORIES = Path(__file__).resolve().parents[1] / "stories"


@cache
def stories() -> tuple[tuple[str, bool], ...]:
    """The text of each story, and whether it is told in every language."""
    found: list[tuple[str, bool]] = []
    for path in sorted(STORIES.rglob("test_*.py")):
        found += _stories_of(path.read_text("utf-8"))
    return tuple(found)


def _stories_of(source: str) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(source)
    helpers = {name: ast.get_source_segment(source, node) or "" for node in tree.body for name in _defined(node)}
    for node in tree.body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
            words = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
            parts = [ast.get_source_segment(source, node) or "", *map(ast.unparse, node.decorator_list)]
            parts += [text for name, text in helpers.items() if name in words]
            yield "\n".join(parts), any(argument.arg == "locale" for argument in node.args.args)


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement of a module gives to constants and helpers."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [] if node.name.startswith("test_") else [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def holds(text: str, name: str) -> bool:
    """Whether a story names the command, whole or by the last word of a pattern: `f"/prefer {name}"` with "remix"."""
    if re.search(rf"[\"']{re.escape(name)}[\"']", text):
        return True
    before, _, last = name.rpartition(" ") if name.startswith("/") and " " in name else ("", "", name[1:])
    pattern = f'"{before} {{name}}"' if before else '"/{name}"'
    return name.startswith("/") and pattern in text and re.search(rf"[\"']{re.escape(last)}[\"']", text) is not None


async def test_every_command_and_menu_has_a_story_in_every_language() -> None:
    untold = [
        name
        for name in named(await registered())
        if not any(in_all and holds(text, name) for text, in_all in stories())
    ]
    assert untold == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('types("/info")', "/info"),
        ('types(f"/prefer {name}") "remix"', "/prefer remix"),
        ('"Cancel Job"', "Cancel Job"),
    ],
)
def test_a_story_is_found_by_what_a_person_writes(text: str, name: str) -> None:
    assert holds(text, name) and not holds(text, "/nothing of this kind")
