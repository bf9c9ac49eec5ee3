"""Real processes for the tests of this folder."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def worker_command(url: str, behaviour: str = "paints", seconds: float = 0.0) -> list[str]:
    return [sys.executable, "-m", "tests.redis.worker_process", url, behaviour, str(seconds)]


def supervisor_command(url: str, seconds: float = 0.0) -> list[str]:
    return [sys.executable, "-m", "tests.redis.supervisor_process", url, str(seconds)]


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, killed at the end if it is still there."""
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
