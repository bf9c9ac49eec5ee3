"""Ctrl-C ends the demo with no process left; a port in use is one sentence."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from cli.processes import this_program
from tests.conftest import free_port

pytestmark = [pytest.mark.story, pytest.mark.torch, pytest.mark.timeout(180)]


def wait_for(happened: str, log: Path, seconds: float = 90) -> None:
    """Until `happened` stands in the log. Raises `AssertionError`."""
    deadline = time.monotonic() + seconds
    while happened not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_process_is_left(number: signal.Signals, tmp_path: Path) -> None:
    # Given a demo that serves its page
    log, port = tmp_path / "log", free_port()
    env = {**os.environ, "LANG": "C", "LC_ALL": "C"}
    with log.open("wb") as out:
        demo = subprocess.Popen(this_program("demo", "--port", str(port)), env=env, stdout=out, stderr=out)
    wait_for("Ctrl-C", log)
    children = psutil.Process(demo.pid).children(recursive=True)
    assert len(children) >= 6
    # If it is told to end
    demo.send_signal(number)
    # I expect it and all of its children to be gone
    assert demo.wait(timeout=30) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        env = {**os.environ, "LANG": "C", "LC_ALL": "C"}
        ran = subprocess.run(this_program("demo", "--port", str(port)), env=env, capture_output=True, text=True)
    assert ran.returncode == 1 and str(port) in ran.stdout and len(ran.stdout.splitlines()) == 1
