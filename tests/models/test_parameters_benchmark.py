"""benchmarks/parameters.py runs, and judges every row of the table that names what it moves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

from benchmarks.measured.measures import MEASURES
from benchmarks.measured.trials import TRIALS
from jobs.prompt import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_that_names_a_movement_has_its_trial_and_measure() -> None:
    assert {row.name for row in PARAMETERS if row.moves} <= {trial.name for trial in TRIALS}
    assert {trial.measure for trial in TRIALS} <= MEASURES.keys()
    assert all(trial.sign for trial in TRIALS)


@pytest.mark.torch
@pytest.mark.usefixtures("in_place_of_storybook")
def test_a_tiny_run_finds_that_ar_makes_pictures_wider() -> None:
    program = str(ROOT / "benchmarks" / "parameters.py")
    command = [sys.executable, program, "--only", "ar", "--seeds", "5", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| `--ar 3:2` | more aspect | 1 → 1.667" in done.stdout and "met: all 1 moved" in done.stdout
