"""The renderers: one program at a time fills a folder, and none goes on without the training that started it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import psutil
import pytest

from training.data.render import FONT
from training.filling import alone, wait_for_turn
from training.tokenizer import build

pytestmark = pytest.mark.torch

TRAINING = """
import sys, time
from pathlib import Path
from training.filling import being_filled
with being_filled("gpu", Path(sys.argv[1])):
    time.sleep(600)
"""


def renderers(training: int, seconds: float = 200) -> list[psutil.Process]:
    """The filler, what spawned its workers, and they. Raises AssertionError where they do not come."""
    until = time.monotonic() + seconds
    while len(found := psutil.Process(training).children(recursive=True)) < 3:
        assert time.monotonic() < until, found
        time.sleep(0.2)
    return found


def alive(process: psutil.Process) -> bool:
    """Whether it runs; a process that nobody has buried yet does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def left(processes: list[psutil.Process], seconds: float = 20) -> list[psutil.Process]:
    """Those that still run after so long."""
    until = time.monotonic() + seconds
    while (running := [one for one in processes if alive(one)]) and time.monotonic() < until:
        time.sleep(0.1)
    return running


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_renderers_end_when_the_training_is_killed(tmp_path: Path) -> None:
    build(["a fox"]).save_pretrained(tmp_path / "tokenizer")
    with subprocess.Popen([sys.executable, "-c", TRAINING, str(tmp_path)]) as training:
        try:
            found = renderers(training.pid)
        finally:
            training.kill()
    running = left(found)
    for process in running:
        process.kill()
    assert not running


def test_one_process_at_a_time_fills_a_folder(tmp_path: Path) -> None:
    assert alone(tmp_path) and not alone(tmp_path)


def test_the_next_one_waits_until_the_folder_is_free(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    held = os.open(tmp_path / "bank" / "lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    next_one = Thread(target=wait_for_turn, args=(tmp_path,), daemon=True)
    next_one.start()
    next_one.join(0.5)
    assert next_one.is_alive()
    os.close(held)
    next_one.join(10)
    assert not next_one.is_alive()
