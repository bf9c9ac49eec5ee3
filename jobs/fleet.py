"""The hosts and their GPU workers, as each of them last said; and how many workers a host should run."""

from __future__ import annotations

from typing import Any, Literal

import redis
from pydantic import ValidationError

from jobs import keys
from jobs.caps import Clock
from jobs.requests import Frozen

WORKER_GONE_S = 30.0  # a worker that was silent for longer is not listed
HOST_GONE_S = 600.0  # a host that was silent for longer is forgotten, its wanted number is kept


class WorkerStatus(Frozen):
    """One worker process, as it last said."""

    name: str
    host: str
    pid: int
    device: str = "cpu"
    model: str = ""
    state: Literal["starting", "idle", "painting", "stopping"] = "idle"
    job: str | None = None
    seen_at: float = 0.0  #: unix seconds, set by `Fleet`


class Host(Frozen):
    """One machine that runs workers."""

    name: str
    wanted: int  #: workers that its supervisor keeps
    seen_at: float  #: unix seconds, of its supervisor
    workers: tuple[WorkerStatus, ...] = ()


class Fleet:
    """What `/fleet` shows and sets."""

    def __init__(self, connection: redis.Redis, clock: Clock) -> None:
        self._redis, self._clock = connection, clock

    def host_seen(self, host: str, default_workers: int = 1) -> None:
        """A supervisor's heartbeat; `default_workers` counts until an admin wants another number."""
        with self._redis.pipeline() as pipe:
            pipe.zadd(keys.HOSTS, {host: self._clock()})
            pipe.hsetnx(keys.WANTED, host, str(default_workers))
            pipe.execute()

    def worker_seen(self, worker: WorkerStatus) -> None:
        """A worker's heartbeat."""
        seen = worker.model_copy(update={"seen_at": self._clock()})
        self._redis.hset(keys.WORKERS, worker.name, seen.model_dump_json())

    def worker_gone(self, name: str) -> None:
        """A worker has ended."""
        self._redis.hdel(keys.WORKERS, name)

    def want(self, host: str, workers: int) -> None:
        """Set how many workers a host should run. Raises `ValueError` below 0."""
        if workers < 0:
            raise ValueError("a host cannot run fewer than 0 workers")
        self._redis.hset(keys.WANTED, host, str(workers))

    def wanted(self, host: str, default: int = 1) -> int:
        """How many workers a host should run."""
        found = self._redis.hget(keys.WANTED, host)
        return default if found is None else int(found)

    def workers(self) -> list[WorkerStatus]:
        """The workers that are alive, by name."""
        alive = self._clock() - WORKER_GONE_S
        found = (_status(text) for text in self._redis.hvals(keys.WORKERS))
        return sorted((w for w in found if w is not None and w.seen_at >= alive), key=lambda worker: worker.name)

    def hosts(self) -> list[Host]:
        """The hosts that are alive, by name, with their workers."""
        workers = self.workers()
        seen: Any = self._redis.zrangebyscore(keys.HOSTS, self._clock() - HOST_GONE_S, "+inf", withscores=True)
        hosts = {name.decode(): float(at) for name, at in seen}
        for worker in workers:  # a worker that was started by hand has no supervisor
            hosts.setdefault(worker.host, worker.seen_at)
        return [
            Host(
                name=name,
                wanted=self.wanted(name),
                seen_at=at,
                workers=tuple(worker for worker in workers if worker.host == name),
            )
            for name, at in sorted(hosts.items())
        ]

    def forget_the_dead(self) -> None:
        """Remove what has been silent for long."""
        now = self._clock()
        self._redis.zremrangebyscore(keys.HOSTS, "-inf", now - HOST_GONE_S)
        for name, text in self._redis.hgetall(keys.WORKERS).items():
            worker = _status(text)
            if worker is None or worker.seen_at < now - WORKER_GONE_S:
                self._redis.hdel(keys.WORKERS, name)


def _status(text: str | bytes) -> WorkerStatus | None:
    try:
        return WorkerStatus.model_validate_json(text)
    except ValidationError:  # of another release
        return None
