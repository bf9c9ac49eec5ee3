"""The scripts say what they touch, and spell the keys as Python does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobs import keys, scripts

FOLDER = Path(scripts.__file__).with_name("scripts")
SCRIPTS = sorted(path for path in FOLDER.glob("*.lua") if path.stem != "common")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_header_documents_keys_arguments_and_answer(script: Path) -> None:
    header = script.read_text().split("\n\n")[0]
    assert all(line.startswith("--") for line in header.splitlines())
    assert [word for word in ("KEYS", "ARGV", "Returns") if word not in header] == []


def test_lua_and_python_spell_the_same_keys() -> None:
    spelled = set(re.findall(r"'(atelier:[a-z:]+?):?'", "".join(path.read_text() for path in FOLDER.glob("*.lua"))))
    known = {value for value in vars(keys).values() if isinstance(value, str) and value.startswith("atelier:")}
    assert spelled - known == {"atelier:job", "atelier:person"}
    assert keys.record(keys.JobId("x")) == "atelier:job:x"
    assert keys.of_person(7, "line") == "atelier:person:7:line"
