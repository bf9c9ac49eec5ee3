"""What a person has used so far in each mode; counted by the script that moves a job to `rendered`."""

from __future__ import annotations

from typing import Any, NamedTuple

import redis

from jobs import keys
from jobs.requests import Mode


class Used(NamedTuple):
    """Of one mode, since the beginning."""

    pictures: int = 0
    seconds: float = 0.0  #: of painting, by the clock of Redis


def usage_of(connection: redis.Redis, person_id: int) -> dict[Mode, Used]:
    """Every mode that the person has used."""
    found: Any = connection.hgetall(keys.of_person(person_id, "usage"))
    counts = {name.decode(): int(value) for name, value in found.items()}
    return {
        mode: Used(counts.get(f"{mode}:pictures", 0), counts.get(f"{mode}:ms", 0) / 1000)
        for mode in Mode
        if f"{mode}:ms" in counts
    }
