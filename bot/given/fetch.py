"""A link becomes bytes, under limits: scheme, port, address, redirects, time, size and type."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.given.addresses import Door, NotPublic, guarded
from bot.given.mistakes import (
    LinkAnswers,
    LinkPrivate,
    LinkRefused,
    LinkSlow,
    LinkTurns,
    LinkUnreachable,
    NotAPicture,
    PictureTooHeavy,
    called,
)

PORTS = frozenset({80, 443})
LONGEST = 2048  #: characters of a link
PIECE = 64 * 1024  #: bytes read at once
MEGABYTE = 1_000_000  #: bytes
TYPES = frozenset({"image/png", "image/apng", "image/jpeg", "image/jpg", "image/pjpeg", "image/webp", "image/gif"})
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})  #: what the bytes are, decoding tells
HEADERS = {
    "Accept": "image/png, image/jpeg, image/webp, image/gif",
    "Accept-Encoding": "identity",
    "User-Agent": "Atelier (fetches a picture that a person asked for)",
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Of one picture."""

    megabytes: int = 20
    seconds: float = 15.0  #: for all of it, redirects included
    redirects: int = 3
    allowed: frozenset[Door] = frozenset()  #: private addresses that are fetched from all the same


class Fetcher:
    """Fetches pictures; each with a connection of its own, without cookies, proxies or credentials."""

    def __init__(self, limits: Limits, names: AbstractResolver) -> None:
        self.limits, self._names = limits, names
        self._ports = PORTS | {port for _, port in limits.allowed}

    async def fetch(self, link: str) -> bytes:
        """The body behind a link. Raises `NotGiven`, one of its kinds."""
        try:
            async with asyncio.timeout(self.limits.seconds), self._session() as session:
                return await self._follow(session, link)
        except TimeoutError as error:
            raise LinkSlow(link=called(link), seconds=int(self.limits.seconds)) from error
        except (aiohttp.InvalidURL, UnicodeError) as error:
            raise LinkRefused(link=called(link)) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(getattr(error, "os_error", error), NotPublic):
                raise LinkPrivate(link=called(link)) from error
            raise LinkUnreachable(link=called(link)) from error

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=self._names,
            use_dns_cache=False,
            force_close=True,
            socket_factory=guarded(self.limits.allowed),
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
        )

    async def _follow(self, session: aiohttp.ClientSession, link: str) -> bytes:
        address = self._checked(link, link)
        for _ in range(self.limits.redirects + 1):
            async with session.get(address, allow_redirects=False) as answer:
                if answer.status not in (301, 302, 303, 307, 308):
                    return await self._read(answer, link)
                onward = answer.headers.get("Location", "")
            address = self._checked(str(address.join(self._checked(onward, link, whole=False))), link)
        raise LinkTurns(link=called(link), limit=self.limits.redirects)

    def _checked(self, text: str, link: str, *, whole: bool = True) -> URL:
        """The address in a text; one of a redirect need not be `whole`. Raises `LinkRefused`."""
        try:
            url = URL(text)
            port = url.port
        except ValueError as error:
            raise LinkRefused(link=called(link)) from error
        if not text or len(text) > LONGEST or url.user is not None or url.password is not None:
            raise LinkRefused(link=called(link))
        if whole and (url.scheme not in ("http", "https") or not url.host or port not in self._ports):
            raise LinkRefused(link=called(link))
        return url

    async def _read(self, answer: aiohttp.ClientResponse, link: str) -> bytes:
        if answer.status != 200:
            raise LinkAnswers(link=called(link), status=answer.status)
        said = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if said not in TYPES | UNSAID or answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise NotAPicture(link=called(link))
        most, body = self.limits.megabytes * MEGABYTE, bytearray()
        if (answer.content_length or 0) > most:
            raise PictureTooHeavy(link=called(link), limit=self.limits.megabytes)
        async for piece in answer.content.iter_chunked(PIECE):
            body += piece
            if len(body) > most:
                raise PictureTooHeavy(link=called(link), limit=self.limits.megabytes)
        return bytes(body)
