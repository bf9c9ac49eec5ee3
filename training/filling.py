"""The program that renders a training folder's bank: `python -m training.filling --preset gpu --out runs`."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from training.bank import fill
from training.presets import PRESETS
from training.shelves import shelves
from training.sizes import sized_as
from training.tokenizer import saved as saved_tokenizer


@contextmanager
def being_filled(preset: str, out: Path, start: Path | None = None) -> Iterator[None]:
    """The bank of this training folder fills up in processes of its own while the block runs."""
    saved_tokenizer(out / "tokenizer")  # before two processes make it at once
    command = [sys.executable, "-m", "training.filling", "--preset", preset, "--out", str(out)]
    command += [] if start is None else ["--from", str(start)]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def alone(out: Path) -> bool:
    """Whether no other process fills this folder's bank; from now on none will while this one lives."""
    folder = out / "bank"
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    os.close(lock)
    return False


def main() -> None:
    """Fill the bank of a training folder."""
    parser = argparse.ArgumentParser(prog="python -m training.filling", description=__doc__)
    parser.add_argument("--preset", choices=tuple(PRESETS), default="gpu")
    parser.add_argument("--out", type=Path, default=Path("runs"))
    parser.add_argument("--from", dest="start", type=Path, help="a model folder whose sizes the renders should have")
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    chosen = parser.parse_args()
    if alone(chosen.out):
        fill(shelves(sized_as(PRESETS[chosen.preset], chosen.start), chosen.out), chosen.processes)


if __name__ == "__main__":
    main()
