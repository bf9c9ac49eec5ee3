"""The newcomer's first five minutes: one command, from a prompt to pictures with buttons."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from cli.processes import this_program

pytestmark = [pytest.mark.story, pytest.mark.torch, pytest.mark.timeout(300)]


def play(out: Path, *presses: str) -> list[dict[str, object]]:
    """`atelier demo` as typed; returns the timeline."""
    pressed = [word for label in presses for word in ("--press", label)]
    command = this_program("demo", "--imagine", "a fox in the snow --seed 7", *pressed, "--out", str(out), "--exit")
    ran = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return list(json.loads((out / "timeline.json").read_text(encoding="utf-8")))


def picture(out: Path, what: str) -> Image.Image:
    """The picture that was posted as `what`."""
    (path,) = out.glob(f"*-{what}.*")
    return Image.open(path).convert("RGB")


def tile(grid: Image.Image, number: int) -> Image.Image:
    """Tile 1-4 of a 2x2 grid, in reading order."""
    width, height = grid.width // 2, grid.height // 2
    left, top = (number - 1) % 2 * width, (number - 1) // 2 * height
    return grid.crop((left, top, left + width, top + height))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of pixels, 0-255."""
    histogram = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


def test_a_newcomer_gets_a_grid_a_picture_and_variations_and_the_same_grid_again(tmp_path: Path) -> None:
    # Given a machine with nothing but the clone
    first, second = tmp_path / "first", tmp_path / "second"
    # If the journey is played, and its beginning once more
    timeline = play(first, "U1", "V2")
    play(second)
    # I expect the moments in their order
    names = [moment["what"] for moment in timeline]
    assert [name for name in names if name in ("typed", "acknowledged", "final", "final of U1", "final of V2")] == [
        "typed", "acknowledged", "final", "final of U1", "final of V2",
    ]  # fmt: skip
    grid, varied = picture(first, "final"), picture(first, "final-of-V2")
    # And U1 to be the grid's first tile, pixel by pixel
    assert picture(first, "final-of-U1").tobytes() == tile(grid, 1).tobytes()
    # And V2 to be a new grid, nearer to the second tile than the other tiles are, and not equal to it
    near = [difference(tile(varied, number), tile(grid, 2)) for number in (1, 2, 3, 4)]
    far = [difference(tile(varied, number), tile(grid, other)) for number in (1, 2, 3, 4) for other in (1, 3, 4)]
    assert min(near) > 0
    assert sum(near) / len(near) < sum(far) / len(far)
    # And the same seed to give the same grid
    assert picture(second, "final").tobytes() == grid.tobytes()
