"""`atelier parse`: what scripts and curious people rely on."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli.commands.parse import as_if_kept, run_parse
from cli.main import app
from jobs.prompt import parse_all
from tests.pure.vector_table import VECTORS, expected, shown_as_typed

run = CliRunner()


def test_a_prompt_is_decided_as_json() -> None:
    # If a prompt with a seed is parsed
    result = run.invoke(app, ["parse", "a fox in the snow --ar 3:2 --seed 7 --no tree", "--json"])
    # I expect one request that needs no further decision
    assert result.exit_code == 0
    (request,) = json.loads(result.stdout)["requests"]
    assert (request["text"], request["seed"], request["negative"]) == ("a fox in the snow", 7, "tree")
    assert request["width"] / request["height"] == pytest.approx(1.5, rel=0.1)


def test_every_vector_is_answered_as_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cli.commands.parse.secrets.randbelow", lambda below: 7)
    for text, result in VECTORS.items():
        code, wanted = run_parse(text, True), expected(result)
        said = capsys.readouterr()
        if isinstance(wanted, str):
            assert (code, said.out) == (2, ""), text
            assert said.err.strip() and "Traceback" not in said.err, text
        else:
            kept = as_if_kept(parse_all(text, 40))
            requests = json.loads(said.out)["requests"]
            assert [shown_as_typed(request["prompt"], kept) for request in requests] == wanted, text
            assert code == 0


def test_more_than_forty_are_refused() -> None:
    result = run.invoke(app, ["parse", "{1,2,3,4,5,6,7} foxes --r 6", "--json"])
    assert result.exit_code == 2
    assert "42 jobs at once, and 40 is the limit" in result.stderr


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
