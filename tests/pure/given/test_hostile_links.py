"""Links that lead where they must not, or never end: each is a sentence to its person, and the trap hears nothing."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.given.addresses import is_public
from bot.given.fetch import Fetcher, Limits
from bot.given.mistakes import (
    LinkAnswers,
    LinkPrivate,
    LinkRefused,
    LinkSlow,
    LinkTurns,
    LinkUnreachable,
    NotAPicture,
    NotGiven,
    PictureTooHeavy,
)
from bot.given.names import Names
from messages.say import say

from .conftest import OPEN, TRAP, Web, listening
from .pictures import encoded, scene

ADDRESSES = [
    "127.0.0.2", "127.0.0.1.", "2130706434", "0x7f000002", "0x7f.0.0.2", "0177.0.0.2", "017700000002", "127.2",
    "127.0.2", "①②⑦.⓪.⓪.②", "127。0。0。2", "0.0.0.0", "0", "255.255.255.255", "10.0.0.1",
    "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1",
    "224.0.0.1", "240.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[::127.0.0.2]",
    "[64:ff9b::7f00:2]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:2::]", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25lo]",
    "[fec0::1]", "[ff02::1]", "[2001:db8::1]",
    "[2001:0:7f00:2::]", "[2002:101:101::]", "[3fff::1]", "[64:ff9b:1::1]", "[5f00::1]",
]  # fmt: skip
REFUSED = [
    "http://%31%32%37.0.0.2/",
    "file:///etc/passwd", "ftp://{trap}/fox.png", "gopher://{trap}/_GET", "data:image/png;base64,iVBORw0KGgo=",
    "javascript:alert(1)", "//{trap}/fox.png", "http:///fox.png", "http://", "fox.png", "http://user@{trap}/",
    "http://discord.com:x@{trap}/fox.png", "http://:secret@{trap}/", "http://127.0.0.2:22/", "http://127.0.0.2:6379/",
    "http://127.0.0.2:0/", "http://127.0.0.2:65536/", "http://127.0.0.2:-1/", "http://[::1/", "http://a b/",
    "http://127.0.0.2/" + "a" * 3000, "http://exa\u0000mple.com/", "http://" + "a" * 70 + ".com/",
]  # fmt: skip


async def refused(around: Web, link: str, *kinds: type[NotGiven]) -> NotGiven:
    """The mistake for a link. I expect one of these kinds, said in both languages, and a silent trap."""
    with pytest.raises(kinds or NotGiven) as caught:
        await around.taken(link)
    for locale in ("en-US", "zh-CN"):
        assert 10 < len(say(caught.value, locale)) < 250
    assert around.knocks == 0
    return caught.value


async def test_the_trap_hears_whoever_comes(around: Web) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.get(around.trap)
    assert around.knocks


@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_private_address_is_asked_however_it_is_written(around: Web, address: str) -> None:
    around.fetcher = Fetcher(around.fetcher.limits, names := Names())
    await refused(around, f"http://{address}:{around.port}/fox.png", LinkPrivate, LinkRefused)
    names.end()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_spelling_of_a_private_address_counts_as_public(address: str) -> None:
    assert not is_public(address.strip("[]").replace("%25", "%"))


@pytest.mark.parametrize("link", REFUSED)
async def test_what_is_no_plain_link_is_refused(around: Web, link: str) -> None:
    await refused(around, link.format(trap=f"{TRAP}:{around.port}"), LinkRefused, LinkUnreachable)


@pytest.mark.parametrize("name", ["localhost", "localhost."])
async def test_the_systems_names_of_this_machine_lead_nowhere(around: Web, name: str) -> None:
    names = Names()
    around.fetcher = Fetcher(Limits(allowed=frozenset({("192.0.2.1", around.port)})), names)  # the port, not the place
    await refused(around, f"http://{name}:{around.port}/", LinkPrivate, LinkUnreachable)
    assert around.asked == []
    names.end()


@pytest.mark.parametrize("addresses", [[TRAP], ["::ffff:127.0.0.2"], [TRAP, "10.0.0.1"], ["fd00::1", TRAP]])
async def test_a_public_name_may_not_stand_for_a_private_address(around: Web, addresses: list[str]) -> None:
    around.names.answers["pictures.example"] = [addresses]
    await refused(around, f"http://pictures.example:{around.port}/", LinkPrivate)


async def test_a_name_that_changes_its_mind_gains_nothing(around: Web) -> None:
    # Given a name that is harmless the first time and private the second
    around.names.answers["rebind.example"] = [["127.0.0.1"], [TRAP]]
    around.leads("/start", f"http://rebind.example:{around.port}/again")
    # If it leads to itself, so that it is resolved again
    await refused(around, f"http://rebind.example:{around.port}/start", LinkPrivate)
    assert around.asked == ["/start"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_into_a_private_network_is_not_followed(around: Web, status: int) -> None:
    await refused(around, around.leads("/a", f"{around.trap}/fox.png", status), LinkPrivate)


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "http://x@127.0.0.2/", "//127.0.0.2:22/", "", "http://[::1"])
async def test_a_redirect_is_held_to_the_same_rules(around: Web, onward: str) -> None:
    await refused(around, around.leads("/a", onward), LinkRefused)


async def test_redirects_that_never_end_are_left(around: Web) -> None:
    await refused(around, around.leads("/a", "/a"), LinkTurns)
    assert around.asked == ["/a"] * 4


async def test_three_redirects_are_followed(around: Web) -> None:
    around.serves(encoded(scene(), "png"))
    around.leads("/c", "/fox.png"), around.leads("/b", "c")
    assert await around.taken(around.leads("/a", f"{around.open}/b"))


@pytest.mark.parametrize("status", [204, 206, 304, 401, 403, 404, 429, 500])
async def test_an_answer_without_a_picture_is_said(around: Web, status: int) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status)

    around.handlers["/fox.png"] = answer
    mistake = await refused(around, f"{around.open}/fox.png", LinkAnswers)
    assert mistake.values["status"] == status


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/json", "video/mp4", "application/zip"])
async def test_another_type_is_not_read(around: Web, kind: str) -> None:
    await refused(around, around.serves(encoded(scene(), "png"), kind), NotAPicture)


async def test_a_compressed_body_is_not_unpacked(around: Web) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    await refused(around, around.serves(bomb, Content_Encoding="gzip"), NotAPicture)


async def test_a_body_without_end_is_cut_off(around: Web) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "image/png"})
        await stream.prepare(request)
        while True:
            await stream.write(bytes(100_000))

    around.handlers["/fox.png"] = answer
    await refused(around, f"{around.open}/fox.png", PictureTooHeavy)


async def test_a_body_that_says_it_is_too_large_is_not_even_begun(around: Web) -> None:
    await refused(around, around.serves(bytes(2_000_001)), PictureTooHeavy)


@asynccontextmanager
async def saying(around: Web, reply: bytes, pause_s: float = 0.0) -> AsyncIterator[str]:
    """The link of a server that says exactly this, byte by byte where it pauses, and then nothing."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in [reply[n : n + 1] for n in range(len(reply))] if pause_s else [reply]:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        writer.close()
        await writer.wait_closed()

    async with listening(talk, OPEN) as port:
        limits = Limits(seconds=0.5, megabytes=2, allowed=frozenset({(OPEN, port)}))
        around.fetcher = Fetcher(limits, around.names)
        yield f"http://{OPEN}:{port}/fox.png"


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\n" + b"x" * 100,
        b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100,
    ],
)
async def test_a_server_that_dribbles_is_left_when_time_is_up(around: Web, reply: bytes) -> None:
    async with saying(around, reply, pause_s=0.02) as link:
        await refused(around, link, LinkSlow)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.0\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"X-Much: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:99999/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_said(around: Web, reply: bytes) -> None:
    async with saying(around, reply) as link:
        await refused(around, link)


async def test_neither_cookies_nor_our_names_travel(around: Web) -> None:
    seen: list[dict[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(dict(request.headers))
        raise web.HTTPFound("/fox.png", headers={"Set-Cookie": "a=b"})

    around.serves(encoded(scene(), "png"))
    around.handlers["/a"] = answer
    await around.taken(f"{around.open}/a")
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(seen[0])


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("example.com") and not is_public("")
