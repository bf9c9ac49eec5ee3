"""An interaction's webhook: answers and follow-ups, authorised by the interaction's token alone.

A follow-up has no nonce, so it is sent exactly once; discord.py's own adapter repeats it after a 5xx.
Edits and deletions may be repeated by whoever calls.
"""

from __future__ import annotations

from typing import Any

import aiohttp
from discord.http import Route

from worker.delivery.letter import Json, Letter
from worker.delivery.outcomes import OutcomeUnknown, Posted, RateLimited, Unreachable, refusal

ORIGINAL = "@original"
CLOUDFLARE_PAUSE_S = 60.0  #: a 429 that is not JSON comes from Cloudflare and names no time


class WebhookDoor:
    """`session` has no headers of its own; its timeout ends a request whose outcome is then unknown."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def follow_up(self, application_id: int, token: str, letter: Letter) -> Posted:
        """Post one new message. Raises `NotPosted`."""
        path = "/webhooks/{application_id}/{token}"
        query = {"wait": "true", "with_components": "true"}
        said = await self._send(Route("POST", path, application_id=application_id, token=token), letter, query)
        return Posted(int(said["id"]), int(said["channel_id"]))

    async def edit(self, application_id: int, token: str, message: int | str, letter: Letter) -> None:
        """Replace a message's text, buttons and files. Raises `NotPosted`."""
        await self._send(self._message("PATCH", application_id, token, message), letter, {"with_components": "true"})

    async def delete(self, application_id: int, token: str, message: int | str) -> None:
        """Remove a message. Raises `NotPosted`."""
        await self._send(self._message("DELETE", application_id, token, message), None, {})

    async def original(self, application_id: int, token: str) -> Json:
        """The interaction's first answer as Discord has it. Raises `NotPosted`."""
        return await self._send(self._message("GET", application_id, token, ORIGINAL), None, {})

    @staticmethod
    def _message(method: str, application_id: int, token: str, message: int | str) -> Route:
        path = "/webhooks/{application_id}/{token}/messages/{message}"
        route = Route(method, path, application_id=application_id, token=token, message=str(message))
        route.url = route.url.replace("%40original", ORIGINAL)
        return route

    async def _send(self, route: Route, letter: Letter | None, query: dict[str, str]) -> Json:
        arguments: dict[str, Any] = {"params": query}
        if letter is not None and letter.files:
            arguments["data"] = letter.multipart()
        elif letter is not None:
            arguments["json"] = letter.body()
        try:
            async with self._session.request(route.method, route.url, **arguments) as answer:
                return await _understood(answer)
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(str(error)) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknown(repr(error)) from error


async def _understood(answer: aiohttp.ClientResponse) -> Json:
    """The JSON of a success ({} for 204). Raises `NotPosted` otherwise."""
    if answer.status == 204:
        return {}
    is_json = answer.content_type == "application/json"
    said: Json = await answer.json() if is_json else {}
    if answer.status < 300:
        return said
    if answer.status == 429:
        pause = float(said.get("retry_after", CLOUDFLARE_PAUSE_S))
        raise RateLimited(pause, everybody=bool(said.get("global", not is_json)))
    if answer.status >= 500:
        raise OutcomeUnknown(f"HTTP {answer.status}")
    raise refusal(answer.status, int(said.get("code", 0)), str(said.get("message", "")))
