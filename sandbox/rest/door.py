"""Every request of the bot passes here: read, admitted, limited, checked, carried out, written down."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from typing import Any

from aiohttp import web

from sandbox import errors, faults, known
from sandbox.errors import DiscordError
from sandbox.journal import Entry
from sandbox.ratelimit import Verdict, refused_body
from sandbox.rest.call import NOTHING, Call, Endpoint, read
from sandbox.town import Town

log = logging.getLogger(__name__)
ALWAYS = {"Via": "1.1 google"}  #: a 429 without it is taken for a ban by discord.py
REFUSING = {"server_error", "too_large", "forbidden", "unknown_interaction", "unknown_webhook"}


class Dropped(Exception):
    """The connection is to be cut instead of answered."""


def reply(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    """Exactly `application/json`: discord.py compares the header for equality."""
    shown = {name: value for name, value in {**ALWAYS, **(headers or {})}.items() if value}
    if status == NOTHING:
        return web.Response(status=status, headers=shown)
    raw = json.dumps(body, separators=(",", ":")).encode()
    return web.Response(status=status, body=raw, headers=shown, content_type="application/json")


class Door:
    """The handler of one endpoint."""

    def __init__(self, town: Town, endpoint: Endpoint) -> None:
        self.town, self.endpoint = town, endpoint

    async def handle(self, request: web.Request) -> web.StreamResponse:
        entry = Entry(self.town.clock.now(), request.method, request.path.removeprefix("/api/v10"), dict(request.query))
        self.town.journal.entries.append(entry)
        headers: dict[str, str] = {}
        try:
            call = await read(request, self.town)
            entry.body = call.body
            entry.files = [{"filename": one.filename, "size": len(one.data)} for one in call.files.values()]
            status, body = await self._pass(call, entry, headers)
        except DiscordError as error:
            status, body = error.status, error.body()
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()
        except Exception as error:
            log.exception("the sandbox could not carry out %s %s", request.method, request.path)
            self.town.journal.refuse(entry, f"the sandbox failed: {error!r}")
            status, body = 500, {"message": "500: Internal Server Error", "code": 0}
        entry.status = status
        self._check_reply(entry, status, body)
        return reply(status, body, headers)

    async def _pass(self, call: Call, entry: Entry, headers: dict[str, str]) -> tuple[int, object]:
        """(status, body). Raises `DiscordError` or `Dropped`."""
        self._admit(call)
        verdict = self._limit(call)
        headers |= verdict.headers
        if verdict.retry_after_s is not None:
            return 429, refused_body(verdict)
        await self._suffer(call, {"slow_upload"})
        if any(len(file.data) > self.town.settings.upload_limit for file in call.files.values()):
            raise errors.too_large()
        self._check_request(call, entry)
        await self._suffer(call, REFUSING)
        result = self.endpoint.handle(call)
        body = await result if inspect.isawaitable(result) else result
        await self._suffer(call, {"accept_then_500", "accept_then_drop"})
        return (NOTHING, None) if body is None else (200, body)

    def _admit(self, call: Call) -> None:
        allowed = {f"Bot {token}" for token in self.town.settings.tokens}
        if not self.endpoint.token_in_path and call.authorization not in allowed:
            raise errors.unauthorized()

    def _limit(self, call: Call) -> Verdict:
        if fault := self.town.faults.take({"rate_limit"}, call.method, call.path):
            return faults.rate_limited(fault)
        end = self.endpoint
        resource = call.params.get(end.by, "") if end.by else ""
        rate = end.rate(self.town.settings)
        bucket = f"{end.method} {end.path}"
        return self.town.rates.take(
            bucket, resource, rate, self.town.clock.now(), counts_globally=not end.token_in_path
        )

    async def _suffer(self, call: Call, kinds: set[str]) -> None:
        fault = self.town.faults.take(kinds, call.method, call.path, has_files=bool(call.files))
        if fault is None:
            return
        if fault.kind == "slow_upload":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "accept_then_drop":
            raise Dropped
        else:
            raise faults.refusal(fault)

    def _check_request(self, call: Call, entry: Entry) -> None:
        """Unknown fields and misfits are refused loudly, where Discord would ignore some in silence."""
        known.check_types(call.body)
        found = [f"unknown query {name}" for name in sorted(call.query.keys() - self.endpoint.queries)]
        if self.endpoint.fields is not None:
            found += [f"unknown field {name}" for name in known.unknown_keys(call.json(), self.endpoint.fields)]
            found += [f"unknown field {name}" for name in known.unknown_nested(call.json())]
        misfits: list[str] = []
        if self.town.description:
            misfits = self.town.description.request_problems(call.method, self.endpoint.path, call.body)
        for reason in (*found, *misfits):
            self.town.journal.refuse(entry, reason)
        if found or misfits:
            raise errors.invalid(("body",), "SANDBOX_REFUSED", "; ".join([*found, *misfits])[:2000])

    def _check_reply(self, entry: Entry, status: int, body: Any) -> None:
        if self.town.description is None:
            return
        for problem in self.town.description.reply_problems(entry.method, self.endpoint.path, status, body):
            self.town.journal.refuse(entry, f"our own reply {status} does not fit: {problem}")


def unknown(town: Town) -> Any:
    """The handler of every path that no endpoint has."""

    async def handle(request: web.Request) -> web.Response:
        body = await request.read()
        shown = body[:2000].decode(errors="replace")
        entry = Entry(town.clock.now(), request.method, request.path, dict(request.query), shown)
        entry.status = 404
        town.journal.entries.append(entry)
        town.journal.refuse(entry, "unknown route")
        return reply(404, errors.unknown_route().body())

    return handle
