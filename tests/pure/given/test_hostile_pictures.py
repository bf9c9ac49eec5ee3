"""Pictures that are none, or far too much of one; and honest ones of every kind, which come out clean."""

from __future__ import annotations

import asyncio
import io
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bot.given import decode
from bot.given.decode import decoded
from bot.given.decoding import KEPT_SIDE, PIXELS
from bot.given.mistakes import NotAPicture, NotGiven, PictureDamaged, PictureTooLarge, PictureTooSmall
from messages.say import say

from . import pictures
from .conftest import Web
from .pictures import chunk, encoded, header, png, scene, zeros

LEFT, RIGHT = (250, 10, 10), (10, 10, 250)
MEMORY = 512 * 2**20  #: bytes
SCALES: list[Path] = []  #: where the last child's weight stands
WHOLE = encoded(scene(), "png")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
NO_PICTURES = {
    "empty": b"",
    "one byte": b"\x89",
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "SVG": SVG,
    "zip": pictures.archive(),
    "zip, then a PNG": pictures.archive() + WHOLE,
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%pipe%id",
    "TIFF": encoded(scene(), "tiff"),
    "BMP": encoded(scene(), "bmp"),
    "ICO": encoded(scene(), "ico"),
    "PSD": b"8BPS\0\1" + bytes(100),
    "MP4": b"\0\0\0\x20ftypisom" + bytes(100),
    "RIFF, but sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(100),
}
TOO_LARGE = {
    "PNG of 50,000 px": pictures.huge(50_000),
    "PNG of 2 billion px a side": png(header(2**31 - 1, 2**31 - 1), chunk(b"IDAT", zeros(1))),
    "PNG, long and thin": png(header(50_000, 8), chunk(b"IDAT", zeros(1))),
    "PNG, one pixel too many": pictures.huge(int(PIXELS**0.5) + 1),
    "JPEG of 65,500 px": pictures.jpeg_of(65_500, 65_500),
    "GIF of 65,535 px": pictures.gif_of(65_535, 65_535),
}
DAMAGED = {
    "PNG, cut short": WHOLE[:-40],
    "PNG, a header alone": png(header(64, 64)),
    "PNG, half a header": WHOLE[:20],
    "PNG, no pixels": png(header(64, 64), chunk(b"IDAT", b"")),
    "PNG, of no size": png(header(0, 0), chunk(b"IDAT", zeros(1))),
    "PNG, text that inflates": png(header(64, 64), chunk(b"zTXt", b"a\0\0" + zeros(500)), chunk(b"IDAT", zeros(1))),
    "PNG, magic alone": pictures.PNG,
    "JPEG, cut short": encoded(scene(), "jpeg")[:-200],
    "JPEG, magic alone": b"\xff\xd8\xff\xe0",
    "GIF, cut short": encoded(scene(), "gif")[:40],
    "WebP, cut short": encoded(scene(), "webp")[:-20],
    "WebP, a canvas of 16,383 px": pictures.webp_of(16_383, 16_383),
}
SPOILT = {
    "PNG, wrong bytes among its pixels": WHOLE[:45] + b"\0\0" + WHOLE[47:],
    "PNG, noise for pixels": png(header(96, 64), chunk(b"IDAT", bytes(range(256)))),
    "PNG, 2 GB of zeros behind its pixels": png(header(96, 64), chunk(b"IDAT", zeros(2000))),
}


#: runs the program behind its first two arguments, and writes into a file how many KiB that child had at most; a small
#: process of its own, because a child's peak counts from its parent's size
WEIGHED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


@pytest.fixture(autouse=True)
def scales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every child is weighed."""
    SCALES[:] = [tmp_path / "peak"]
    weighed = (sys.executable, "-I", "-c", WEIGHED, str(SCALES[0]), *decode.PROGRAM)
    monkeypatch.setattr(decode, "PROGRAM", weighed)


def child_peak() -> int:
    """Bytes that the last child had in memory at most; 0 for one that was killed, or not weighed."""
    return int(SCALES[0].read_text()) * 1024 if SCALES[0].exists() else 0


async def refused(data: bytes, *kinds: type[NotGiven], weighed: bool = True) -> None:
    """I expect a sentence in both languages, and a child that stayed small."""
    with pytest.raises(kinds) as caught:
        await decoded(data, "https://example.com/fox.png")
    assert all("fox.png" in say(caught.value, locale) for locale in ("en-US", "zh-CN"))
    assert child_peak() < MEMORY and bool(child_peak()) is weighed


async def kept(data: bytes) -> Image.Image:
    """What is kept of a picture: pixels alone."""
    png = await decoded(data, "https://example.com/fox.png")
    assert 0 < child_peak() < MEMORY
    at, kinds = 8, []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kinds.append(png[at + 4 : at + 8])
        at += 12 + length
    assert {*kinds} == {b"IHDR", b"IDAT", b"IEND"} and at == len(png)
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "RGB" and max(picture.size) <= KEPT_SIDE
    return picture


def near(found: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 30 for one, other in zip(found, wanted, strict=True))


def is_the_scene(picture: Image.Image) -> bool:
    width, height = picture.size
    at = [picture.getpixel((width // 4, height // 2)), picture.getpixel((3 * width // 4, height // 2))]
    return width > height and near(at[0], LEFT) and near(at[1], RIGHT)


@pytest.mark.parametrize("name", NO_PICTURES)
async def test_what_is_no_picture_is_refused(name: str) -> None:
    await refused(NO_PICTURES[name], NotAPicture)


@pytest.mark.parametrize("name", TOO_LARGE)
async def test_what_is_too_large_is_never_decoded(name: str) -> None:
    await refused(TOO_LARGE[name], PictureTooLarge)


@pytest.mark.parametrize("name", DAMAGED)
async def test_what_is_damaged_is_said_to_be(name: str) -> None:
    await refused(DAMAGED[name], PictureDamaged, PictureTooLarge, PictureTooSmall)


async def test_a_dot_is_no_picture_to_paint_from() -> None:
    await refused(encoded(Image.new("RGB", (1, 1)), "png"), PictureTooSmall)


@pytest.mark.parametrize("name", SPOILT)
async def test_of_spoilt_pixels_at_most_a_picture_of_that_size_is_left(name: str) -> None:
    try:
        assert (await kept(SPOILT[name])).size == (96, 64)
    except PictureDamaged:
        assert child_peak() < MEMORY


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1"])
async def test_the_largest_picture_fits_into_the_childs_memory(mode: str) -> None:
    side = int(PIXELS**0.5)
    picture = await kept(encoded(Image.new(mode, (side, side), 1 if mode in "LP1" else None), "png", compress_level=1))
    assert picture.size == (KEPT_SIDE, KEPT_SIDE)


@pytest.mark.parametrize("form", ["png", "gif", "webp"])
async def test_of_a_moving_picture_the_first_frame_is_kept(form: str) -> None:
    assert is_the_scene(await kept(pictures.film(form)))


@pytest.mark.parametrize(
    "tail",
    [pictures.archive(), b"<script>alert(1)</script>", b"%PDF-1.7", bytes(100_000)],
    ids=["zip", "html", "pdf", "0"],
)
@pytest.mark.parametrize("form", ["png", "jpeg", "gif", "webp"])
async def test_of_a_polyglot_only_the_pixels_are_kept(form: str, tail: bytes) -> None:
    assert is_the_scene(await kept(encoded(scene(), form) + tail))


async def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    assert b"SECRET-PLACE" in pictures.turned()
    assert is_the_scene(await kept(pictures.turned()))


async def test_a_broken_note_about_the_orientation_spoils_nothing() -> None:
    broken = encoded(scene(), "jpeg", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert is_the_scene(await kept(broken))


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("CMYK", "jpeg"),
        ("L", "jpeg"),
        ("RGB", "jpeg"),
        ("RGBA", "png"),
        ("RGB", "webp"),
        ("RGBA", "webp"),
        ("P", "gif"),
    ],
)
async def test_every_kind_of_honest_picture_is_taken(mode: str, form: str) -> None:
    whole = scene().quantize() if mode == "P" else scene(mode)
    picture = await kept(encoded(whole, form))
    assert picture.size == (96, 64) and (mode == "L" or is_the_scene(picture))


async def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    row = [(await kept(pictures.grey16())).getpixel((x, 5)) for x in (0, 32, 63)]
    assert near(row[0], (0, 0, 0)) and near(row[1], (128, 128, 128)) and near(row[2], (255, 255, 255))


async def test_what_is_transparent_becomes_white() -> None:
    picture = await kept(pictures.see_through())
    assert near(picture.getpixel((5, 5)), (255, 255, 255)) and near(picture.getpixel((80, 30)), RIGHT)


async def test_a_large_picture_is_made_smaller_in_its_shape() -> None:
    assert (await kept(encoded(scene(size=(3000, 2000)), "jpeg"))).size == (1536, 1024)


async def test_the_loop_goes_on_while_a_picture_is_decoded() -> None:
    ticks = 0
    work = asyncio.create_task(decoded(encoded(scene(size=(5000, 5000)), "png", compress_level=1), "fox.png"))
    while not work.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert await work and ticks > 10


@pytest.mark.parametrize("path", ["/fox.txt", "/fox", "/fox.exe"])
@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", None])
async def test_what_a_file_is_its_bytes_say(around: Web, path: str, kind: str | None) -> None:
    assert await around.taken(around.serves(WHOLE, kind, path))


async def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "SECONDS", 0.01)
    await refused(WHOLE, PictureDamaged, weighed=False)


async def test_a_child_that_is_killed_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(decode, "PROGRAM", program)
    await refused(WHOLE, PictureDamaged, weighed=False)


async def test_a_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    program = (sys.executable, "-c", "import os, sys; sys.stdout.write(repr({**os.environ}) + os.getcwd())")
    monkeypatch.setattr(decode, "PROGRAM", program)
    seen = (await decoded(WHOLE, "fox.png")).decode()
    assert "secret" not in seen and "PATH" not in seen and seen.endswith("/")


def test_a_child_may_not_write_a_file(tmp_path: Path) -> None:
    target = tmp_path / "written"
    confined = f"import runpy; runpy.run_path({decode.PROGRAM[-1]!r})['confine']()"
    program = f"{confined}; import pathlib; pathlib.Path({str(target)!r}).write_bytes(b'x' * 9)"
    assert b"File too large" in subprocess.run([sys.executable, "-I", "-c", program], capture_output=True).stderr
    assert target.read_bytes() == b""
