"""The program that renders a training folder's bank: `python -m training.filling --preset gpu --out runs`."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from training.bank import fill
from training.presets import PRESETS
from training.shelves import shelves
from training.sizes import sized_as
from training.tokenizer import saved as saved_tokenizer


@contextmanager
def being_filled(preset: str, out: Path, start: Path | None = None) -> Iterator[None]:
    """The bank of this training folder fills up in processes of its own while the block runs, and this process lives:
    it alone holds the other end of their standard input."""
    saved_tokenizer(out / "tokenizer")  # before two processes make it at once
    command = [sys.executable, "-m", "training.filling", "--preset", preset, "--out", str(out), "--led"]
    command += [] if start is None else ["--from", str(start)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def end_with_input() -> None:
    """From now on this process's whole group ends when its standard input does."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.killpg(os.getpgrp(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


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


def wait_for_turn(out: Path) -> None:
    """Return when no other process fills this folder's bank: that of a training killed a moment ago is just ending."""
    while not alone(out):
        time.sleep(0.5)


def main() -> None:
    """Fill the bank of a training folder."""
    parser = argparse.ArgumentParser(prog="python -m training.filling", description=__doc__)
    parser.add_argument("--preset", choices=tuple(PRESETS), default="gpu")
    parser.add_argument("--out", type=Path, default=Path("runs"))
    parser.add_argument("--from", dest="start", type=Path, help="a model folder whose sizes the renders should have")
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--led", action="store_true", help="end, with all of the process group, when the input ends")
    chosen = parser.parse_args()
    if chosen.led:
        end_with_input()
        wait_for_turn(chosen.out)
    elif not alone(chosen.out):
        parser.error(f"another process fills {chosen.out / 'bank'}")
    fill(shelves(sized_as(PRESETS[chosen.preset], chosen.start), chosen.out), chosen.processes)


if __name__ == "__main__":
    main()
