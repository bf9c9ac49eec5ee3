"""`atelier parse`: what scripts and curious people rely on."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli.main import app

run = CliRunner()


def test_a_prompt_is_decided_as_json() -> None:
    # If a prompt with a seed is parsed
    result = run.invoke(app, ["parse", "a fox in the snow --ar 3:2 --seed 7 --no tree", "--json"])
    # I expect one request that needs no further decision
    assert result.exit_code == 0
    (request,) = json.loads(result.stdout)["requests"]
    assert (request["text"], request["seed"], request["negative"]) == ("a fox in the snow", 7, "tree")
    assert request["width"] / request["height"] == pytest.approx(1.5, rel=0.1)


def test_a_mistake_is_a_sentence_and_exit_code_2() -> None:
    result = run.invoke(app, ["parse", "a fox --sed 7"])
    assert result.exit_code == 2
    assert "--sed" in result.stderr and "--seed" in result.stderr
    assert result.stdout == ""


def test_a_mistake_is_said_in_chinese_where_the_terminal_is_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = run.invoke(app, ["parse", "a fox --stop 5"])
    assert result.exit_code == 2
    assert any("\u4e00" <= letter <= "\u9fff" for letter in result.stderr)


def test_parsing_loads_no_torch_and_no_discord() -> None:
    code = (
        "import sys; from cli.main import app; from typer.testing import CliRunner;"
        "CliRunner().invoke(app, ['parse', 'a fox']);"
        "print([name for name in ('torch', 'diffusers') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
