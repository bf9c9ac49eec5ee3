"""`atelier paint`: a grid and its four tiles, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from cli.main import app

pytestmark = pytest.mark.torch
run = CliRunner()
NATIVE = 64  #: pixels of the small model's side


def test_a_seed_gives_the_same_grid_and_its_tiles_beside_it(tmp_path: Path, in_place_of_storybook: Path) -> None:
    for name in ("one.png", "two.png"):
        result = run.invoke(
            app, ["paint", "a fox in the snow --quality .25", "--seed", "7", "--out", str(tmp_path / name)]
        )
        assert result.exit_code == 0, result.stderr
    one, two = Image.open(tmp_path / "one.png"), Image.open(tmp_path / "two.png")
    assert one.size == (2 * NATIVE, 2 * NATIVE) and one.tobytes() == two.tobytes()
    assert Image.open(tmp_path / "one-tile-4.png").tobytes() == one.crop((NATIVE, NATIVE, *one.size)).tobytes()


def test_a_mistake_is_a_sentence_and_paints_nothing(tmp_path: Path) -> None:
    result = run.invoke(app, ["paint", "a fox --stop 3", "--out", str(tmp_path / "grid.png")])
    assert result.exit_code == 2 and "--stop" in result.stderr
    assert list(tmp_path.iterdir()) == []
