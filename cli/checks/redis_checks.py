"""Redis: reached, new enough, and told to keep what it acknowledged."""

from __future__ import annotations

from typing import Any

import redis

from cli.checks.finding import Finding, fatal, good, warning

OLDEST = (6, 2)  #: LMOVE, GETEX and stream options that the scripts use


def check_redis(url: str) -> list[Finding]:
    """Version, append-only file, eviction."""
    try:
        with redis.Redis.from_url(url, socket_timeout=3, decode_responses=True) as client:
            info: dict[str, Any] = client.info()
            return [_version(str(info["redis_version"])), _persistence(info), _eviction(info)]
    except redis.AuthenticationError:
        return [fatal("Redis", "the password is wrong", "put it into REDIS_URL: redis://:PASSWORD@host:6379/0")]
    except (redis.RedisError, OSError, ValueError) as error:
        return [
            fatal("Redis", f"not reached ({error.__class__.__name__})", "start it, or set REDIS_URL to where it is")
        ]


def _version(text: str) -> Finding:
    numbers = tuple(int(part) for part in text.split(".")[:2])
    if numbers < OLDEST:
        return fatal("Redis version", text, "install Redis 6.2 or newer, or Valkey")
    return good("Redis version", text)


def _persistence(info: dict[str, Any]) -> Finding:
    if info.get("aof_enabled"):
        return good("Redis persistence", "append-only file is on")
    return warning(
        "Redis persistence", "append-only file is off: a restart loses the queue", "redis-cli CONFIG SET appendonly yes"
    )


def _eviction(info: dict[str, Any]) -> Finding:
    policy = info.get("maxmemory_policy", "noeviction")
    if policy == "noeviction":
        return good("Redis eviction", policy)
    return fatal("Redis eviction", f"{policy}: jobs may vanish", "redis-cli CONFIG SET maxmemory-policy noeviction")
