"""benchmarks/reinforcement.py: what it computes, and the whole of it at toy size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from benchmarks.measured.reinforcing import Estimate, Gain, agreement, difference
from training.data.render import FONT
from training.pictures import generator

pytestmark = pytest.mark.torch
ROOT = Path(__file__).resolve().parents[2]
SURE, UNSURE = Estimate(0.02, 0.01, 0.03), Estimate(0.02, -0.01, 0.05)


def test_a_difference_is_paired() -> None:
    before = torch.arange(100.0)
    after = before + 1 + 0.1 * torch.randn(100, generator=generator(1))
    gain = difference(before, after)
    assert gain.low < 1 < gain.high and gain.high - gain.low < 0.06


def test_agreement_is_counted_within_groups() -> None:
    group = torch.randn(50, 4, generator=generator(2))
    level = 100 * torch.arange(50.0)[:, None]
    alike = agreement((group + level).flatten(), (group - level).flatten(), 4)
    assert alike.value == pytest.approx(1, abs=1e-3)
    other = torch.randn(50, 4, generator=generator(3))
    strangers = agreement((group + level).flatten(), (other + level).flatten(), 4)
    assert strangers.low < 0 < strangers.high


def test_it_is_met_beyond_chance_and_without_leaving_the_renders() -> None:
    assert Gain(SURE, UNSURE, (0.020, 0.0219)).met
    assert not Gain(SURE, SURE, (0.020, 0.0221)).met
    assert not Gain(UNSURE, SURE, (0.020, 0.010)).met


@pytest.mark.parametrize("stage", ["reinforce", "refine"])
@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_it_measures_what_a_chain_has_made(
    stage: str, chain: tuple[Path, dict[str, dict[str, float]]], tmp_path: Path
) -> None:
    program = [sys.executable, ROOT / "benchmarks" / "reinforcement.py", "--preset", "toy", "--steps", "2"]
    program += ["--stage", stage]
    few = ["--captions", "4", "--groups", "2", "--group", "2", "--threads", "1", "--device", "cpu"]
    run = subprocess.run([*program, *few, "--out", chain[0]], capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    assert "guidance scale 3: held-out judge" in run.stdout and "within 2 groups of 2: r = " in run.stdout
    empty = subprocess.run(
        [*program, *few, "--out", tmp_path, "--from", ROOT / "models/storybook"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert empty.returncode == 2 and f"atelier train {stage}" in empty.stderr
