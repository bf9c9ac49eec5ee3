"""Pictures as strangers send them: whole ones of every kind, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"


def scene(mode: str = "RGB", size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, (250, 10, 10))
    picture.paste((10, 10, 250), (size[0] // 2, 0, *size))
    return picture.convert(mode)


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


MILLION = 1_000_000


def zeros(megabytes: int) -> bytes:
    """So many megabytes, compressed a thousandfold."""
    return deflated(megabytes * MILLION)


def deflated(count: int) -> bytes:
    """A zlib stream of `count` zero bytes: one block of a million, repeated, instead of compressing all of them."""
    packer, ending = zlib.compressobj(9, wbits=-15), zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(MILLION)) + packer.flush(zlib.Z_FULL_FLUSH)
    whole, rest = divmod(count, MILLION)
    checksum = struct.pack(">I", (count % 65_521) << 16 | 1)  # Adler-32 of zeros alone, RFC 1950
    return b"\x78\xda" + block * whole + ending.compress(bytes(rest)) + ending.flush() + checksum


def png(*chunks: bytes) -> bytes:
    return PNG + b"".join(chunks) + chunk(b"IEND", b"")


def huge(side: int) -> bytes:
    """A true PNG of side x side black pixels, one bit each."""
    body = deflated(side * (1 + (side + 7) // 8))
    return png(header(side, side, depth=1, colour=0), chunk(b"IDAT", body))


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.txt", bytes(10_000_000))
    return out.getvalue()


def grey16() -> bytes:
    """A ramp of 16 bits, from black on the left to white on the right."""
    row = b"\0" + b"".join(struct.pack(">H", 65535 * x // 63) for x in range(64))
    return png(header(64, 64, depth=16, colour=0), chunk(b"IDAT", zlib.compress(row * 64)))


def film(form: str) -> bytes:
    """Two frames; the first is the scene, the second green."""
    second = Image.new("RGB", (96, 64), (10, 250, 10))
    return encoded(scene(), form, save_all=True, append_images=[second] * 3, duration=100)


def turned() -> bytes:
    """The scene lying on its side, with EXIF's note that puts it upright, and a place on earth."""
    exif = Image.Exif()
    exif[0x0112] = 6  # rotate by 90 degrees clockwise to see it upright
    exif[0x010E] = "SECRET-PLACE"
    return encoded(scene().rotate(90, expand=True), "jpeg", exif=exif, quality=95)


def see_through() -> bytes:
    """A palette with one colour that is transparent: the left half."""
    picture = scene().quantize(2)
    return encoded(picture, "png", transparency=picture.getpixel((2, 2)))


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG that says that it has so many pixels."""
    whole = bytearray(encoded(scene(), "jpeg"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(whole)


def gif_of(width: int, height: int) -> bytes:
    """A GIF that says that its screen and its picture have so many pixels."""
    whole = bytearray(encoded(scene(), "gif"))
    whole[6:10] = struct.pack("<HH", width, height)
    at = whole.index(b"\x2c")
    whole[at + 5 : at + 9] = struct.pack("<HH", width, height)
    return bytes(whole)


def webp_of(width: int, height: int) -> bytes:
    """An animated WebP that says that its canvas has so many pixels."""
    whole = bytearray(film("webp"))
    at = whole.index(b"VP8X") + 12
    whole[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(whole)
