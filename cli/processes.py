"""The child processes of the demo: started together, watched, ended together with no process left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

GRACE_S = 8.0  #: a painting worker finishes its step and hands its job back


class Processes:
    """Children in process groups of their own, so that Ctrl-C reaches them once, through us, in order."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start `command`; what it prints goes to `NAME.log`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self._children[name] = subprocess.Popen(
                command, env=dict(env), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def pid(self, name: str) -> int:
        """The process id of a child, which is also that of its group."""
        return self._children[name].pid

    def kill(self, name: str) -> None:
        """End a child's whole group at once, as a crash would, and forget it."""
        child = self._children.pop(name)
        _signal_group(child, signal.SIGKILL)
        child.wait()

    def ended(self) -> str | None:
        """The name of a child that is no longer running, if there is one."""
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def last_words(self, name: str, lines: int = 12) -> str:
        """The end of a child's log."""
        text = (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def end(self) -> None:
        """Ask all to stop, in the reverse order of their start; kill what has not stopped within `GRACE_S`."""
        children = list(reversed(self._children.values()))
        for child in children[:-1]:
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S
        for child in children[:-1]:
            _wait_or_kill(child, deadline)
        for child in children[-1:]:  # Redis, the first to start, is the last to go
            _signal_group(child, signal.SIGTERM)
            _wait_or_kill(child, time.monotonic() + GRACE_S)
        self._children.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _wait_or_kill(child: subprocess.Popen[bytes], deadline: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(max(0.1, deadline - time.monotonic()))
    _signal_group(child, signal.SIGKILL)  # also reaches what a child left behind in its group
    child.wait()


def this_program(*arguments: str) -> list[str]:
    """The command that runs another of our programs with this very interpreter."""
    return [sys.executable, "-m", "cli.main", *arguments]


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn SIGTERM, and the SIGINT that a background job of a shell would ignore, into KeyboardInterrupt."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
