"""Warnings are errors, those of other people's modules let pass one by one; without torch nothing here is collected."""

from __future__ import annotations

import fcntl
import json
import os
from importlib.util import find_spec
from pathlib import Path

import pytest

OTHERS_WARNINGS = (  # numpy 2 and torch, inside diffusers
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning:diffusers.schedulers",
)

Numbers = dict[str, dict[str, float]]  #: of each stage

if find_spec("torch") is None:
    collect_ignore_glob = ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for line in OTHERS_WARNINGS:
                item.add_marker(pytest.mark.filterwarnings(line))


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Numbers]:
    """A folder in which every stage has run at toy size, once for all test processes, and each stage's numbers.

    It is only read: who trains on does it in a copy."""
    from training.stages import train

    mine = tmp_path_factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    out, told = shared / "chain", shared / "chain.json"
    with (shared / "chain.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.is_file():
            told.write_text(json.dumps(train("all", "toy", None, out)), "utf-8")
    return out, json.loads(told.read_text("utf-8"))


@pytest.fixture(scope="session")
def trained(chain: tuple[Path, Numbers]) -> Path:
    """The folder alone."""
    return chain[0]
