"""Warnings are errors, those of other people's modules let pass one by one; without torch nothing here is collected."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

OTHERS_WARNINGS = (  # numpy 2 and torch, inside diffusers
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning:diffusers.schedulers",
)

if find_spec("torch") is None:
    collect_ignore_glob = ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for line in OTHERS_WARNINGS:
                item.add_marker(pytest.mark.filterwarnings(line))


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every stage has run at toy size."""
    from training.stages import train

    out = tmp_path_factory.mktemp("runs")
    train("all", "toy", None, out)
    return out
