"""`atelier health PROGRAM`: for the containers' health checks."""

from __future__ import annotations

import time
from collections.abc import Mapping

import redis

from jobs.fleet import Fleet
from jobs.health import Health
from jobs.settings import SharedSettings


def run_health(program: str, env: Mapping[str, str]) -> int:
    """0 when the program has been heard of lately, else 1."""
    try:
        with redis.Redis.from_url(SharedSettings.from_env(env).redis_url, socket_timeout=5) as client:
            alive = (
                bool(Fleet(client, time.time).workers()) if program == "worker" else Health(client).is_alive(program)
            )
    except redis.RedisError:
        alive = False
    return int(not alive)
