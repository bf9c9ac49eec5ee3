"""A program of its own: a picture of a stranger on its input, a clean RGB PNG on its output.

It gives its rights away before it reads: memory, processor time, files, processes. Exit status 0 with the PNG, or 1
with one word on standard error: `unknown`, `damaged`, `large`, `small`. It imports nothing of ours, so that it may be
started by its path, in an empty environment.
"""

from __future__ import annotations

import contextlib
import io
import sys

from PIL import Image, ImageOps

if sys.platform != "win32":  # there, the parent's time limit and the limits of pixels are what is left
    import resource

MEMORY = 480 * 2**20  #: bytes of address space
PROCESSOR_S = 10
PIXELS = 40_000_000  #: as RGBA, and once more while it is made smaller, they fit into `MEMORY`
SIDE = 16_384  #: pixels
LEAST = 8  #: pixels of the shorter side
KEPT_SIDE = 1536  #: pixels of the longer side of what is kept
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class Refused(Exception):
    """With the word that the parent reads."""


def confine() -> None:
    """From here on: little memory, little time, no files, no processes."""
    if sys.platform == "win32":
        return
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: PROCESSOR_S,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 16,
    }
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a system that knows no such limit, or has set a lower one
            resource.setrlimit(limit, (value, value))


def kind_of(data: bytes) -> str:
    """One of `FORMATS`, by the first bytes. Raises `Refused`."""
    marks = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    for mark, name in marks.items():
        if data.startswith(mark):
            return name
    raise Refused("unknown")


def clean(data: bytes) -> bytes:
    """The first frame, upright, on white, at most `KEPT_SIDE` a side, without anything but its pixels.

    Raises `Refused`, and whatever a damaged picture makes Pillow raise."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits, below, are asked before anything is decoded
    with Image.open(io.BytesIO(data), formats=(kind_of(data),)) as opened:
        if max(opened.size) > SIDE or opened.width * opened.height > PIXELS:
            raise Refused("large")
        if min(opened.size) < LEAST:
            raise Refused("small")
        upright = _small(opened)
    kept = Image.new("RGB", upright.size, "white")
    kept.paste(upright.convert("RGB"), mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    out = io.BytesIO()
    kept.save(out, "png")
    return out.getvalue()


def _small(opened: Image.Image) -> Image.Image:
    """RGB, RGBA, L or CMYK of at most `KEPT_SIDE`; EXIF's orientation applied."""
    picture: Image.Image = opened
    if opened.mode.startswith("I"):  # 16 bits of grey
        picture = opened.point(lambda value: value * (1 / 256)).convert("L")
    elif opened.mode == "P" or "transparency" in opened.info:
        picture = opened.convert("RGBA")
    elif opened.mode not in ("RGB", "RGBA", "L", "LA", "CMYK"):
        picture = opened.convert("RGB")
    if picture is not opened:
        opened.close()  # its pixels are given back before the next copy is made
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)  # a JPEG is decoded smaller from the start
    picture = picture.convert("RGBA") if picture.mode == "LA" else picture
    with contextlib.suppress(Exception):  # a broken note about the orientation is no broken picture
        return ImageOps.exif_transpose(picture)
    return picture


def main() -> int:
    """The program."""
    confine()
    try:
        png = clean(sys.stdin.buffer.read())
    except Refused as why:
        word = str(why)
    except MemoryError:
        word = "large"
    except Exception:  # Pillow raises many kinds for what is damaged
        word = "damaged"
    else:
        sys.stdout.buffer.write(png)
        return 0
    sys.stderr.write(word)
    return 1


if __name__ == "__main__":
    sys.exit(main())
