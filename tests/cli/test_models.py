"""`atelier models`: a model is added by one command, and what it wrote is read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands.models import name_for
from cli.main import app
from jobs.catalog import Catalog

run = CliRunner()
STORYBOOK = Path(__file__).resolve().parents[2] / "models" / "storybook"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("owner/Some Model-XL", "some-model-xl"),
        ("/models/Dreamer.v2.safetensors", "dreamer.v2"),
        ("画", "model"),
    ],
)
def test_a_name_can_be_typed(source: str, name: str) -> None:
    assert name_for(source) == name


def test_the_embedded_model_says_what_it_knows() -> None:
    result = run.invoke(app, ["models"])
    assert result.exit_code == 0
    assert "storybook" in result.stdout and "fox" in result.stdout and "in the snow" in result.stdout


@pytest.mark.torch
def test_an_added_model_paints_a_sample_and_becomes_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_storybook: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    # If a folder is added
    result = run.invoke(app, ["models", "add", str(small_storybook), "--name", "tale"])
    # I expect its sample, and a models file that the programs read
    assert result.exit_code == 0, result.stdout
    assert (tmp_path / "tale-sample.png").exists()
    catalog = Catalog.from_toml(tmp_path / "models.toml", STORYBOOK)
    assert catalog.default == "tale" and catalog.get("tale").native_size == 64


@pytest.mark.torch
def test_what_is_no_model_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run.invoke(app, ["models", "add", str(tmp_path)])
    assert result.exit_code == 2
    assert not (tmp_path / "models.toml").exists()
