"""One request of the bot, read; and what an endpoint declares about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox import errors
from sandbox.posting import Upload
from sandbox.settings import Rate, SandboxSettings
from sandbox.state import Channel, Json
from sandbox.town import Town

NOTHING = 204


@dataclass(slots=True)
class Call:
    town: Town
    method: str
    path: str  #: below /api/v10
    params: dict[str, str]
    query: dict[str, str]
    authorization: str | None
    body: Any = None
    files: dict[int, Upload] = field(default_factory=dict)

    def id(self, name: str) -> int:
        """A snowflake of the path. Raises `DiscordError` 50035."""
        text = self.params[name]
        if not text.isdecimal():
            raise errors.invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
        return int(text)

    def number(self, name: str, otherwise: int) -> int:
        """A whole number of the query. Raises `DiscordError` 50035."""
        text = self.query.get(name, str(otherwise))
        if not text.isdecimal():
            raise errors.invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
        return int(text)

    def json(self) -> Json:
        """The body as an object. Raises `DiscordError` 50109."""
        if not isinstance(self.body, dict):
            raise errors.bad_json()
        return self.body

    def channel(self) -> Channel:
        """Raises `DiscordError` 10003."""
        channel = self.town.world.channels.get(self.id("channel_id"))
        if channel is None:
            raise errors.unknown_channel()
        return channel


Handler = Callable[[Call], Any]


def other_rate(settings: SandboxSettings) -> Rate:
    return settings.other_rate


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A route. `path` names its parts as the official description does; `handle` returns JSON, or None for 204."""

    method: str
    path: str
    handle: Handler
    fields: frozenset[str] | None = None  #: keys that the body may have; None: no body or one that is a list
    queries: frozenset[str] = frozenset()
    rate: Callable[[SandboxSettings], Rate] = other_rate
    by: str | None = None  #: the part of the path that has a window of its own
    token_in_path: bool = False  #: no Authorization header, outside the bot's global limit


async def read(request: web.Request, town: Town) -> Call:
    """Raises `DiscordError` 50109 for what is not JSON."""
    path = request.rel_url.raw_path.removeprefix("/api/v10")
    params, query = dict(request.match_info), dict(request.query)
    call = Call(town, request.method, path, params, query, request.headers.get("Authorization"))
    if request.content_type == "multipart/form-data":
        await _read_form(request, call)
    elif request.can_read_body and (raw := await request.read()):
        call.body = _parsed(raw)
    return call


async def _read_form(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise errors.bad_json()
        data = bytes(await part.read())
        numbered = re.fullmatch(r"files\[(\d+)\]", part.name or "")
        if part.name == "payload_json":
            call.body = _parsed(data)
        elif numbered:
            call.files[int(numbered[1])] = Upload(part.filename or "unknown", data)
        else:
            raise errors.invalid((part.name or "",), "UNKNOWN_PART", "A form part is payload_json or files[n].")


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise errors.bad_json() from error
