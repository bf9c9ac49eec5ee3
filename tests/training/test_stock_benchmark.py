"""benchmarks/stock.py: what it decides, and the whole of it at toy size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measured.alike import Compared, verdict
from benchmarks.measured.paying import ENOUGH
from training.data.render import FONT

pytestmark = pytest.mark.torch
ROOT = Path(__file__).resolve().parents[2]


def found(stock: int, ours: int, of: int = 4 * ENOUGH) -> Compared:
    """The first so many pictures are right."""
    return Compared("both", [i < stock for i in range(of)], [i < ours for i in range(of)])


def test_a_difference_beyond_chance_misses_in_either_direction() -> None:
    assert found(60, 60).p == 1 and verdict(found(60, 60), fit=True)[1]
    assert verdict(found(60, 57), fit=True)[1]  # three of three against it: one time in four
    for one, other in ((60, 40), (40, 60)):
        told, met = verdict(found(one, other), fit=True)
        assert not met and "differ" in told


def test_the_difference_is_told_with_its_interval() -> None:
    told = str(found(60, 40))
    assert "60/80 = 75.0% (64.5% to 83.2%)" in told and "+25.0 (+16.2 to +35.0)" in told


def test_a_judge_that_is_not_fit_and_a_handful_of_prompts_decide_nothing() -> None:
    for told, met in (verdict(found(60, 60), fit=False), verdict(found(9, 9, of=ENOUGH - 1), fit=True)):
        assert not met and "needed to decide" in told


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_a_toy_model_is_painted_by_both_and_its_judge_decides_nothing(trained: Path) -> None:
    program, model, judge = ROOT / "benchmarks" / "stock.py", trained / "model", trained / "judge" / "model"
    command = [sys.executable, program, "--model", model, "--judge", judge, "--each", "2", "--threads", "1"]
    done = subprocess.run([*map(str, command), "--device", "cpu"], capture_output=True, text=True, timeout=280)
    assert done.returncode == 1 and "needed to decide" in done.stdout, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[-4:-1]] == ["pair", "position", "both"]
