"""Keeps the wanted number of GPU workers of one host alive, and runs the reaper.

A worker that ends unasked is started again, after a wait that doubles while it keeps dying young. Scaling down lets a
worker finish its job. Workers live in sessions of their own, so that Ctrl-C in a terminal reaches the supervisor alone,
which then ends them: first the wish, then the demand, then SIGKILL.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

import redis

from jobs.fleet import Fleet
from worker.reaper import Reaper

_log = logging.getLogger(__name__)
TICK_S = 0.5
HEARTBEAT_S = 5.0
YOUNG_S = 20.0  # a worker that ends sooner did not come up
LONGEST_WAIT_S = 15.0
DEMAND_S = 2.0  # between the demand and SIGKILL


@dataclass
class Child:
    """One worker process."""

    process: subprocess.Popen[bytes]
    started_at: float = field(default_factory=time.monotonic)  #: seconds, monotonic
    leaving: bool = False  #: it was asked to stop

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the worker and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def wait_before_start(young_deaths: int) -> float:
    """Seconds: 0 at first, then 1, 2, 4 ... at most `LONGEST_WAIT_S`."""
    return min(LONGEST_WAIT_S, 2.0 ** (young_deaths - 1)) if young_deaths else 0.0


class Supervisor:
    """`run` blocks until SIGTERM or SIGINT and must be called in the main thread."""

    def __init__(
        self,
        fleet: Fleet,
        reaper: Reaper,
        host: str,
        command: Sequence[str],
        workers: int = 1,
        grace_s: float = 4.0,
    ) -> None:
        """`command` starts one worker; `workers` are wanted until an admin says otherwise; `grace_s` is what a worker
        has to finish its job when everything ends."""
        self._fleet, self._reaper, self._host = fleet, reaper, host
        self._command, self._wanted, self._grace_s = list(command), workers, grace_s
        self._children: list[Child] = []
        self._young_deaths, self._not_before, self._seen_at = 0, 0.0, float("-inf")
        self._stopped = threading.Event()

    def run(self) -> None:
        """Returns when no worker is left."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        reaping = threading.Thread(target=self._reaper.run, args=(self._stopped,), name="reaper", daemon=True)
        reaping.start()
        try:
            while not self._stopped.wait(TICK_S):
                self.tick(time.monotonic())
        finally:
            self._stopped.set()
            self._end_all()
            reaping.join(timeout=DEMAND_S)

    def tick(self, now: float) -> None:
        """Bury, ask what is wanted, start or stop. `now`: seconds, monotonic."""
        self._bury(now)
        self._ask(now)
        staying = [child for child in self._children if not child.leaving]
        if len(staying) < self._wanted and now >= self._not_before:
            self._start()
        for child in self._least_busy(staying)[: max(0, len(staying) - self._wanted)]:
            child.leaving = True
            child.tell(signal.SIGTERM)

    def _bury(self, now: float) -> None:
        for child in [child for child in self._children if child.process.poll() is not None]:
            self._children.remove(child)
            if child.leaving:
                continue
            young = now - child.started_at < YOUNG_S
            self._young_deaths = self._young_deaths + 1 if young else 0
            self._not_before = now + wait_before_start(self._young_deaths)
            _log.warning("worker %s ended with %s", child.process.pid, child.process.returncode)

    def _ask(self, now: float) -> None:
        """A server that is away changes nothing."""
        try:
            if now - self._seen_at >= HEARTBEAT_S:
                self._fleet.host_seen(self._host, self._wanted)
                self._seen_at = now
            self._wanted = self._fleet.wanted(self._host, self._wanted)
        except redis.RedisError as error:
            _log.warning("the supervisor cannot reach Redis: %s", error)

    def _start(self) -> None:
        process = subprocess.Popen(self._command, start_new_session=True, stdin=subprocess.DEVNULL)
        self._children.append(Child(process))

    def _least_busy(self, children: list[Child]) -> list[Child]:
        """Idle workers first, then the youngest."""
        try:
            painting = {worker.pid for worker in self._fleet.workers() if worker.state == "painting"}
        except redis.RedisError:
            painting = set()
        return sorted(children, key=lambda child: (child.process.pid in painting, -child.started_at))

    def _end_all(self) -> None:
        """Three steps; the second one makes a worker hand its job back."""
        steps = ((signal.SIGTERM, self._grace_s), (signal.SIGTERM, DEMAND_S), (signal.SIGKILL, DEMAND_S))
        for number, seconds in steps:
            for child in self._children:
                child.tell(number)
            self._await_children(seconds)

    def _await_children(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        for child in list(self._children):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.01, deadline - time.monotonic()))
                self._children.remove(child)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopped.set()
