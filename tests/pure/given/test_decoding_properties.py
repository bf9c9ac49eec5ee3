"""Whatever is done to the bytes of a picture, decoding ends with a clean PNG or with an exception."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.given.decoding import FORMATS, KEPT_SIDE, clean, kind_of

from . import pictures
from .pictures import encoded, scene

WHOLE = [encoded(scene(), form) for form in ("png", "jpeg", "webp", "gif")]
WHOLE += [pictures.see_through(), pictures.turned(), pictures.grey16(), pictures.film("webp"), pictures.film("png")]


@pytest.fixture(autouse=True)
def pillows_own_limit() -> Iterator[None]:
    """`clean` lifts it for its process; here it comes back."""
    before = Image.MAX_IMAGE_PIXELS
    yield
    Image.MAX_IMAGE_PIXELS = before


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A true picture with some bytes overwritten, cut out or put in."""
    data = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.sampled_from([0, 1, 4, 40]))
        data[at : at + gone] = draw(st.binary(max_size=8))
    return bytes(data)


@settings(max_examples=150)
@given(data=st.one_of(spoilt(), st.binary(max_size=200)))
def test_only_pixels_come_out(data: bytes) -> None:
    try:
        png = clean(data)
    except Exception:  # the program says one word for it
        return
    picture = Image.open(io.BytesIO(png))
    picture.load()
    assert picture.format == "PNG" and picture.mode == "RGB" and max(picture.size) <= KEPT_SIDE and not picture.info


@given(data=st.binary(max_size=64))
def test_a_kind_is_known_by_its_first_bytes_or_not_at_all(data: bytes) -> None:
    try:
        assert kind_of(data) in FORMATS
    except Exception as why:
        assert str(why) == "unknown"
