"""A Redis that is private to one run of the demo, and ends with it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

UNPACKED = Path(".atelier/redis/redis-server")  #: where bootstrap.py puts the wheel's binary


def find_redis_program(root: Path) -> str | None:
    """redis-server or valkey-server on the PATH, else the binary that the setup unpacked."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    unpacked = root / UNPACKED
    return str(unpacked) if unpacked.exists() else None


def redis_command(program: str, port: int, folder: Path) -> list[str]:
    """The command of a loopback server that loses nothing when it is killed (`appendfsync always`)."""
    options: Mapping[str, str] = {
        "port": str(port),
        "bind": "127.0.0.1",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "loglevel": "warning",
    }
    return [program, *(word for name, value in options.items() for word in (f"--{name}", value))]
