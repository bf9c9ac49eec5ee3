"""Channels and direct messages through a logged-in discord.py client without a gateway.

The one file that touches discord.py's insides; it checks them on import. discord.py itself waits for rate limits of up
to 30 s and repeats after a 5xx, which is harmless here because every new message carries an enforced nonce.
"""

from __future__ import annotations

import asyncio
import inspect
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, MultipartParameters

from jobs.requests import JobId
from messages.custom_id import Door, unpack
from worker.delivery.letter import Json, Letter
from worker.delivery.outcomes import (
    OutcomeUnknown,
    Posted,
    RateLimited,
    TokenRefused,
    Unreachable,
    refusal,
)

_HEX = re.compile(r"[0-9a-f]{32}")
LONGEST_WAIT_S = 30.0  #: of discord.py inside one request, and the least that it accepts; longer ones are rescheduled
PAGE = 100  #: messages, Discord's most for one request

_NEEDED = {
    "send_message": {"channel_id", "params"},
    "edit_message": {"channel_id", "message_id", "params"},
    "delete_message": {"channel_id", "message_id"},
    "logs_from": {"channel_id", "limit", "before"},
    "start_private_message": {"user_id"},
}
for _name, _parameters in _NEEDED.items():
    if not _parameters <= set(inspect.signature(getattr(HTTPClient, _name)).parameters):
        raise ImportError(f"discord.py {discord.__version__} changed HTTPClient.{_name}; see {__name__}")
if MultipartParameters._fields != ("payload", "multipart", "files"):
    raise ImportError(f"discord.py {discord.__version__} changed MultipartParameters; see {__name__}")


def client_without_gateway() -> discord.Client:
    """For `login` only."""
    return discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=LONGEST_WAIT_S)


class BotDoor:
    """`client` is logged in."""

    def __init__(self, client: discord.Client, timeout_s: float) -> None:
        """`timeout_s` ends one request with all its repetitions; its outcome is then unknown."""
        self._http, self._timeout_s = client.http, timeout_s
        self._me = client.user.id if client.user else 0

    async def post(self, channel_id: int, letter: Letter, nonce: str) -> Posted:
        """A new message; the same `nonce` (at most 25 characters) within minutes makes none. Raises `NotPosted`."""
        with _translated():
            async with asyncio.timeout(self._timeout_s):
                said = await self._http.send_message(channel_id, params=_parameters_of(letter, nonce))
        return Posted(int(said["id"]), int(said["channel_id"]))

    async def edit(self, channel_id: int, message_id: int, letter: Letter) -> None:
        """Replace text, buttons and files of our own message. Raises `NotPosted`."""
        with _translated():
            await self._http.edit_message(channel_id, message_id, params=_parameters_of(letter, None))

    async def delete(self, channel_id: int, message_id: int) -> None:
        """Remove our own message. Raises `NotPosted`."""
        with _translated():
            await self._http.delete_message(channel_id, message_id)

    async def direct_channel(self, person_id: int) -> int:
        """The channel of direct messages with a person. Raises `NotPosted`."""
        with _translated():
            return int((await self._http.start_private_message(str(person_id)))["id"])

    async def find_ours(self, channel_id: int, job: JobId, since: int, pages: int = 10) -> Posted | None:
        """Our final message of the job, later than the snowflake `since`.

        Reads at most `pages` pages of 100 from the newest backwards. Raises `NotPosted`."""
        before: int | None = None
        for _ in range(pages):
            with _translated():
                page: list[Any] = list(await self._http.logs_from(channel_id, PAGE, before=before))
            for message in page:
                if int(message["id"]) > since and self._is_final_of(message, job):
                    return Posted(int(message["id"]), channel_id)
            if len(page) < PAGE or int(page[-1]["id"]) <= since:
                return None
            before = int(page[-1]["id"])
        return None

    def _is_final_of(self, message: Json, job: JobId) -> bool:
        return int(message["author"]["id"]) == self._me and job in jobs_of_final(message)


def jobs_of_final(message: Json) -> set[JobId]:
    """The jobs whose pictures a message of ours shows, by its buttons and file names; none for a progress message."""
    rows = message.get("components", ())
    presses = [unpack(str(button.get("custom_id", ""))) for row in rows for button in row.get("components", ())]
    if any(press and press.verb is Door.CANCEL for press in presses):
        return set()
    files = [str(file["filename"]).replace("-", "") for file in message.get("attachments", ())]
    named = {JobId(found) for file in files for found in _HEX.findall(file)}
    return named | {press.job for press in presses if press}


def _parameters_of(letter: Letter, nonce: str | None) -> MultipartParameters:
    if not letter.files:
        return MultipartParameters(payload=letter.body(nonce), multipart=None, files=None)
    files = [discord.File(io.BytesIO(file.data), file.name) for file in letter.files]  # these rewind for another try
    parts = letter.parts([file.fp for file in files], nonce)
    return MultipartParameters(payload=None, multipart=parts, files=files)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except discord.RateLimited as error:
        raise RateLimited(error.retry_after, everybody=False) from error
    except discord.DiscordServerError as error:
        raise OutcomeUnknown(str(error)) from error
    except discord.HTTPException as error:
        raise _ending(error) from error
    except aiohttp.ClientConnectorError as error:
        raise Unreachable(str(error)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise OutcomeUnknown(repr(error)) from error


def _ending(error: discord.HTTPException) -> Exception:
    if error.status == 429:  # five waits did not help, or Cloudflare answered
        return RateLimited(60.0, everybody=True)
    if error.status == 401:
        return TokenRefused(error.status, error.code, error.text)
    return refusal(error.status, error.code, error.text)
