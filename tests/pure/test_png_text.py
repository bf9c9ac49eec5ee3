"""Which job painted a PNG is read from its bytes, and nothing that anybody sends can break the reading."""

from __future__ import annotations

import io
import zlib

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jobs.png_text import JOB, job_in, texts_in

ID = "0123456789abcdef" * 2


def png(*texts: tuple[str, str], compressed: bool = False) -> bytes:
    info, out = PngInfo(), io.BytesIO()
    for keyword, text in texts:
        info.add_text(keyword, text, zip=compressed)
    Image.new("RGB", (8, 8)).save(out, "png", pnginfo=info)
    return out.getvalue()


def test_a_picture_of_ours_names_its_job() -> None:
    assert job_in(png(("parameters", "a fox\nSteps: 4"), (JOB, ID))) == ID


def test_other_pictures_name_none() -> None:
    for data in (
        b"",
        b"GIF89a",
        png(),
        png((JOB, "../../etc")),
        png((JOB, ID.upper())),
        png((JOB, ID), compressed=True),
    ):
        assert job_in(data) is None


@given(st.dictionaries(st.text("abc", min_size=1, max_size=9), st.text(st.characters(exclude_categories=["Cs", "Cc"]))))
def test_texts_come_back_as_they_were_written(texts: dict[str, str]) -> None:
    assert texts_in(png(*texts.items())) == texts


@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255))
def test_damage_never_raises(tail: bytes, cut: int, level: int) -> None:
    whole = png((JOB, ID), ("x", "雪"))
    job_in(whole[:cut] + tail)
    job_in(whole[:8] + tail)
    job_in(whole[:cut] + bytes([level]) + whole[cut + 1 :])


def test_a_bomb_in_a_text_is_not_unpacked() -> None:
    body = b"atelier-job\0\1\0\0\0" + zlib.compress(b"0" * 1_000_000)
    chunk = len(body).to_bytes(4, "big") + b"iTXt" + body + zlib.crc32(b"iTXt" + body).to_bytes(4, "big")
    assert texts_in(png()[:33] + chunk) == {}
