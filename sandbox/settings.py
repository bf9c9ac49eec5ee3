"""Everything about a sandbox that can be chosen, parsed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "ATELIER_SANDBOX_"


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` requests in every window of `per_s` seconds. A limit of 0 means unlimited."""

    limit: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who lives in the guild from the start."""

    name: str
    admin: bool = False


@dataclass(frozen=True, kw_only=True)
class SandboxSettings:
    """One local Discord. The numbers are Discord's own unless a benchmark or a test relaxes them."""

    host: str = "127.0.0.1"
    port: int = 0  #: 0 takes a free one
    tokens: tuple[str, ...] = ("sandbox-token",)
    application_id: int = 1_100_000_000_000_000_001
    guild_id: int = 1_100_000_000_000_000_100
    guild: str = "Atelier"
    channels: tuple[str, ...] = ("imagine", "moderators")
    admin_channels: tuple[str, ...] = ("moderators",)
    away_channels: tuple[str, ...] = ()  #: of another server, into which only people bring the application
    away_guild_id: int = 1_100_000_000_000_000_200
    people: tuple[Newcomer, ...] = (Newcomer("ann"), Newcomer("bob"), Newcomer("cleo", admin=True))
    openapi: Path | None = None  #: Discord's own description of its API; every request is held against it
    page: Path = Path(__file__).parent / "page"
    upload_limit: int = 10 * 1024 * 1024  #: bytes per file
    deadline_s: float = 3.0  #: seconds until an interaction must have its first callback
    token_lifetime_s: float = 900.0
    nonce_memory_s: float = 180.0
    attachment_lifetime_s: float = 86_400.0
    session_memory_s: float = 300.0  #: how long a gateway session can be resumed
    heartbeat_s: float = 41.25
    create_rate: Rate = Rate(5, 5.0)  #: messages per channel
    edit_rate: Rate = Rate(5, 5.0)  #: edits per channel
    webhook_rate: Rate = Rate(5, 2.0)  #: calls per interaction token
    other_rate: Rate = Rate(50, 1.0)  #: calls per other route
    global_rate: Rate = Rate(50, 1.0)  #: calls per bot; interaction routes do not count

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> SandboxSettings:
        """Reads `ATELIER_SANDBOX_` and a field's name in capitals, `ATELIER_SANDBOX_TOKEN` for one token, and
        `ATELIER_DISCORD_OPENAPI`. Raises `ValueError` with a sentence."""
        found: dict[str, Any] = {}
        for field in fields(cls):
            text = env.get(PREFIX + field.name.upper())
            if text:
                found[field.name] = _read(field.name, str(field.type), text)
        if env.get(f"{PREFIX}TOKEN"):
            found["tokens"] = (env[f"{PREFIX}TOKEN"],)
        if env.get("ATELIER_DISCORD_OPENAPI"):
            found["openapi"] = Path(env["ATELIER_DISCORD_OPENAPI"])
        return cls(**found)


def _read(name: str, kind: str, text: str) -> Any:
    special: dict[str, Callable[[str], Any]] = {"host": _loopback, "port": _port, "people": _people}
    readers: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "str": str, "Rate": _rate}
    readers["tuple[str, ...]"] = _words
    try:
        return (special.get(name) or readers.get(kind, Path))(text)
    except ValueError as error:
        raise ValueError(f"{PREFIX}{name.upper()}={text}: {error}") from error


def _loopback(host: str) -> str:
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("the sandbox has no passwords and listens on loopback only")
    return host


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ValueError("a port is a number from 0 to 65535")
    return int(text)


def _rate(text: str) -> Rate:
    """`5/2` is five in two seconds."""
    limit, _, per_s = text.partition("/")
    return Rate(int(limit), float(per_s or 1.0))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _people(text: str) -> tuple[Newcomer, ...]:
    """`ann,bob,cleo:admin`."""
    pairs = [word.partition(":") for word in _words(text)]
    return tuple(Newcomer(name, role == "admin") for name, _, role in pairs)
