"""From an aspect ratio to pixels."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.geometry import LONGEST, SQUARE, Aspect, AspectTooLong, frame

SIDE = st.integers(1, 9999)
MODEL = st.sampled_from([(128, 16), (256, 16), (512, 64), (512, 8), (768, 64), (1024, 64), (1024, 16), (2048, 32)])


@st.composite
def aspects(draw: st.DrawFn) -> Aspect:
    short = draw(st.integers(1, 700))
    long = draw(st.integers(short, short * LONGEST))
    return Aspect(*draw(st.permutations([short, long])))


@pytest.mark.parametrize(
    ("aspect", "native_size", "multiple", "size"),
    [
        ("1:1", 1024, 64, (1024, 1024)),
        ("3:2", 1024, 64, (1280, 832)),
        ("16:9", 1024, 64, (1344, 768)),
        ("9:16", 1024, 64, (768, 1344)),
        ("3:2", 512, 64, (640, 448)),
        ("1:1", 128, 16, (128, 128)),
        ("3:2", 128, 16, (160, 112)),
        ("14:1", 128, 16, (480, 32)),
    ],
)
def test_known_sizes(aspect: str, native_size: int, multiple: int, size: tuple[int, int]) -> None:
    width, height = map(int, aspect.split(":"))
    assert frame(Aspect(width, height), native_size, multiple, 4 * native_size**2) == size


@given(aspects(), MODEL)
def test_sides_are_multiples_and_area_and_ratio_are_near(aspect: Aspect, model: tuple[int, int]) -> None:
    native_size, multiple = model
    width, height = frame(aspect, native_size, multiple, 4 * native_size**2)
    assert width % multiple == height % multiple == 0
    # rounding both sides by half a step moves each logarithm by at most step/(2 side)
    step = multiple / (2 * min(width, height)) + multiple / (2 * max(width, height))
    assert abs(log(width / height / aspect.ratio)) <= 2 * step
    assert abs(log(width * height / native_size**2)) <= 3 * step


@given(aspects(), MODEL)
def test_a_portrait_is_its_landscape_turned(aspect: Aspect, model: tuple[int, int]) -> None:
    native_size, multiple = model
    turned = frame(Aspect(aspect.height, aspect.width), native_size, multiple, 4 * native_size**2)
    assert frame(aspect, native_size, multiple, 4 * native_size**2) == (turned[1], turned[0])


@given(aspects(), MODEL)
def test_never_more_pixels_than_allowed(aspect: Aspect, model: tuple[int, int]) -> None:
    native_size, multiple = model
    width, height = frame(aspect, native_size, multiple, native_size**2)
    assert width * height <= native_size**2


@given(MODEL)
def test_a_square_is_the_native_square(model: tuple[int, int]) -> None:
    native_size, multiple = model
    assert frame(SQUARE, native_size, multiple, native_size**2) == (native_size, native_size)


@given(SIDE, SIDE)
def test_threads_are_refused_in_words(width: int, height: int) -> None:
    if max(width, height) <= LONGEST * min(width, height):
        assert str(Aspect(width, height)) == f"{width}:{height}"
    else:
        with pytest.raises(AspectTooLong, match=f"{width}:{height}"):
            Aspect(width, height)


def test_a_model_too_small_for_one_step_is_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="4096"):
        frame(SQUARE, 64, 128, 4096)
