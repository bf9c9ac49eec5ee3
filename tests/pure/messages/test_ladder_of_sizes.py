"""Pictures that must fit."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from messages.ladder_of_sizes import MIB, RUNGS, Fitted, fit, limit_after_refusal


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "png")
    return out.getvalue()


def noise(side: int) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(5).randbytes(3 * side * side))


def opened(fitted: Fitted) -> Image.Image:
    return Image.open(io.BytesIO(fitted.data))


def test_what_fits_is_left_as_it_is_byte_by_byte() -> None:
    data = png(noise(64))
    fitted = fit(data, len(data))
    assert fitted is not None and fitted.data is data and fitted.suffix == ".png" and not fitted.smaller


def test_lossless_webp_comes_before_any_loss() -> None:
    picture = Image.linear_gradient("L").convert("RGB").resize((512, 512))
    data = png(picture)
    fitted = fit(data, len(data) - 1)
    assert fitted is not None and fitted.suffix == ".webp" and fitted.rung.quality is None
    assert opened(fitted).convert("RGB").tobytes() == picture.tobytes()


@pytest.mark.parametrize("share", [0.9, 0.5, 0.25, 0.1, 0.03, 0.01])
def test_the_first_rung_that_fits_is_taken(share: float) -> None:
    picture = noise(256)
    data = png(picture)
    limit = int(len(data) * share)
    fitted = fit(data, limit)
    assert fitted is not None and len(fitted.data) <= limit
    assert fitted.smaller == (opened(fitted).size != picture.size)


def test_a_picture_gets_smaller_only_when_quality_does_not_help() -> None:
    scales = [rung.scale for rung in RUNGS]
    assert scales == sorted(scales, reverse=True) and RUNGS[0].format == "png"


def test_where_nothing_fits_nothing_is_sent() -> None:
    assert fit(png(noise(256)), 40) is None


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        fit(b"not a picture", 5)


@pytest.mark.parametrize(
    ("size", "limit"),
    [(60 * MIB, 50 * MIB), (50 * MIB, 25 * MIB), (11 * MIB, 10 * MIB), (10 * MIB, 8 * MIB), (4000, 3000)],
)
def test_after_a_refusal_the_next_tier_is_tried(size: int, limit: int) -> None:
    assert limit_after_refusal(size) == limit


def test_refusals_cannot_go_on_for_ever() -> None:
    size, refusals = 100 * MIB, 0
    while size > 100_000:
        size, refusals = limit_after_refusal(size), refusals + 1
    assert refusals < 30
