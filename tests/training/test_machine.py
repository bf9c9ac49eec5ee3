"""Several processes: equal weights after every step, one writer, other batches for each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from models.device import choose_device
from training.data.render import FONT
from training.machine import DeviceMissing, Machine, found, mixed

pytestmark = pytest.mark.torch

ROOT = Path(__file__).resolve().parents[2]


def test_one_process_is_alone_and_shares_nothing() -> None:
    machine = found("cpu")
    weight = torch.nn.Parameter(torch.ones(2))
    weight.grad = torch.tensor([1.0, 2.0])
    machine.share([weight])
    assert (machine.processes, machine.index, machine.first) == (1, 0, True)
    assert weight.grad.tolist() == [1, 2] and machine.agree(0.5) == 0.5
    assert "CPU" in Machine().label


def test_a_device_that_is_not_there_is_named() -> None:
    with pytest.raises(DeviceMissing, match="no device tpu here, only"):
        found("tpu")


def test_half_precision_is_used_where_the_processor_has_instructions_for_it() -> None:
    """Without them a step of the judge takes four times as long."""
    cpu = torch.device("cpu")
    with mixed(cpu):
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype is choose_device("cpu").dtype


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_two_processes_train_one_model(tmp_path: Path) -> None:
    stage = ["training", "autoencoder", "--preset", "toy", "--device", "cpu", "--out", str(tmp_path)]
    launch = ["accelerate.commands.launch", "--cpu", "--num_processes", "2", "--num_machines", "1"]
    command = [sys.executable, "-m", *launch, "--mixed_precision", "no", "--dynamo_backend", "no", "-m", *stage]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert ended.returncode == 0, ended.stderr
    rows = [json.loads(row) for row in (tmp_path / "autoencoder" / "metrics.jsonl").read_text("utf-8").splitlines()]
    assert [row["step"] for row in rows] == [12]
    psnr = {line for line in ended.stdout.splitlines() if line.startswith("autoencoder:")}
    assert len(psnr) == 1, "both processes hold the same weights"
