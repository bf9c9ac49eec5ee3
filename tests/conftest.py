"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from cli.redis_server import find_redis_program

ROOT = Path(__file__).resolve().parent.parent

if "PYTEST_XDIST_WORKER" in os.environ:  # torch's threads of several processes that wait for each other's cores
    os.environ.setdefault("OMP_NUM_THREADS", "1")

#: `make quick` runs where torch is not installed; these need it to be imported at all
collect_ignore_glob = (
    []
    if importlib.util.find_spec("torch")
    else ["models", "training", "redis/test_painting*.py", "redis/test_task_paths.py"]
)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(what: str) -> None:
    """A missing service skips on a laptop and fails in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing")


def wait_until_up(client: redis.Redis, seconds: float = 10) -> None:
    """Raises `redis.ConnectionError` when the server does not answer in time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            client.ping()
            return
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)  # the server needs some tens of milliseconds to bind


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a private Redis with an append-only file, ended with the session."""
    program = find_redis_program(ROOT)
    if program is None:
        missing("redis-server")
        raise AssertionError("unreachable")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--appendonly", "yes"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"redis://127.0.0.1:{port}/0"
        with redis.Redis.from_url(url) as client:
            wait_until_up(client)
        yield url
        process.terminate()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The same server, emptied for each test."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def small_storybook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the form of the embedded model, with tiny nets: for who needs some picture, whatever it shows."""
    pytest.importorskip("torch")
    from tests.models.small_storybook import save_small_storybook

    return save_small_storybook(tmp_path_factory.mktemp("storybook"))


@pytest.fixture
def in_place_of_storybook(small_storybook: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the embedded model of everything that reads this environment."""
    monkeypatch.setenv("ATELIER_STORYBOOK", str(small_storybook))
    return small_storybook
