"""A real server for every test of this folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from jobs.caps import Caps
from jobs.favourites import Favourites
from jobs.fleet import Fleet
from jobs.ledger import Ledger
from jobs.line import Line


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.redis)


@pytest.fixture
def connection(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def line(connection: redis.Redis) -> Line:
    """Leases of 0.2 s, so that a dead worker is soon found out; one job of a person at once, four in line."""
    return Line(connection, time.time, Caps(running=1, waiting=4, lease_s=0.2))


@pytest.fixture
def ledger(line: Line) -> Ledger:
    return line.ledger


@pytest.fixture
def fleet(connection: redis.Redis) -> Fleet:
    return Fleet(connection, time.time)


@pytest.fixture
def favourites(connection: redis.Redis) -> Favourites:
    return Favourites(connection)
