"""The Lua scripts of `jobs/scripts/`, each loaded once per connection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import redis

_FOLDER = Path(__file__).with_name("scripts")
_COMMON = (_FOLDER / "common.lua").read_text()


class Script:
    """One script with the shared beginning; called with its ARGV, as its header lists them."""

    def __init__(self, connection: redis.Redis, name: str) -> None:
        self._run = connection.register_script(_COMMON + (_FOLDER / f"{name}.lua").read_text())

    def __call__(self, *arguments: str | bytes | int | float) -> Any:
        """Raises `redis.RedisError`."""
        return self._run(args=list(arguments))


def pairs(fields: dict[str, str]) -> Sequence[str]:
    """A mapping as the flat arguments of HSET."""
    return [part for field in fields.items() for part in field]
