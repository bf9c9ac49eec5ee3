"""A picture in a larger frame: where it stands, and that it stays as it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.outpaint import FEATHER, Placed, Side, extend, laid_out, panned, rings_of, squared, zoomed
from models.painting import Painter
from tests.models.comparing import ORDER
from tests.models.test_inpaint import scene

pytestmark = pytest.mark.torch


def test_a_zoom_keeps_the_frame_and_halves_the_picture() -> None:
    assert zoomed((128, 128), (128, 128), 2) == Placed((128, 128), (32, 32, 96, 96))
    assert zoomed((128, 128), (128, 128), 1.5).box == (22, 22, 107, 107)
    assert zoomed((256, 256), (128, 128), 2).box == (32, 32, 96, 96)  # a picture that was upscaled


def test_a_zoom_into_another_shape_lets_the_picture_touch_what_it_can() -> None:
    assert zoomed((128, 128), (192, 80), 1) == Placed((192, 80), (56, 0, 136, 80))


@pytest.mark.parametrize(
    ("side", "frame", "box"),
    [
        ("right", (192, 128), (0, 0, 128, 128)),
        ("left", (192, 128), (64, 0, 192, 128)),
        ("up", (128, 192), (0, 64, 128, 192)),
        ("down", (128, 192), (0, 0, 128, 128)),
    ],
)
def test_a_pan_goes_on_at_one_side(side: Side, frame: tuple[int, int], box: tuple[int, int, int, int]) -> None:
    assert panned((128, 128), frame, side) == Placed(frame, box)


def test_a_pan_of_an_upscaled_picture_keeps_its_pixels() -> None:
    assert panned((256, 256), (192, 128), "left") == Placed((384, 256), (128, 0, 384, 256))


def test_a_square_is_as_large_as_the_longer_side() -> None:
    assert squared((96, 176)) == Placed((176, 176), (40, 0, 136, 176))


sides = st.integers(8, 3000)


@given(sides, sides, sides, sides, st.floats(1, 2))
def test_a_picture_always_stands_within_its_frame(a: int, b: int, width: int, height: int, zoom: float) -> None:
    placed = zoomed((a, b), (width, height), zoom)
    left, top, right, bottom = placed.box
    assert 0 <= left <= right <= width and 0 <= top <= bottom <= height


def test_what_is_new_begins_as_the_rim_carried_on() -> None:
    layers = Image.new("RGB", (32, 32), (200, 40, 40))
    layers.paste((40, 40, 200), (0, 16, 32, 32))
    canvas = np.asarray(laid_out(layers, panned((32, 32), (48, 32), "left"))).astype(int)
    assert np.abs(canvas[:14] - (200, 40, 40)).max() <= 2 and np.abs(canvas[18:] - (40, 40, 200)).max() <= 2


def test_a_frame_twice_as_large_is_painted_in_two_rings_and_a_pan_in_two_by_a_small_model_alone() -> None:
    assert rings_of(zoomed((128, 128), (128, 128), 2), True) == [(19, 19, 109, 109), (0, 0, 128, 128)]
    assert [len(rings_of(panned((128, 128), (192, 128), "left"), small)) for small in (True, False)] == [2, 1]


@given(sides, sides, st.floats(1, 2))
def test_rings_grow_from_the_picture_to_the_frame(width: int, height: int, zoom: float) -> None:
    placed = zoomed((100, 100), (width, height), zoom)
    rings = [placed.box, *rings_of(placed, True)]
    assert rings[-1] == (0, 0, width, height)
    for inner, outer in pairwise(rings):
        assert outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


@pytest.mark.parametrize("side", ["left", "up"])
def test_a_pan_leaves_the_picture_beyond_the_feather_as_it_was(painter: Painter, side: Side) -> None:
    picture, frame = scene((64, 64)), (96, 64) if side == "left" else (64, 96)
    placed = panned(picture.size, frame, side)
    new = extend(painter, replace(ORDER, candidates=2), picture, placed)
    assert [image.size for image in new] == [frame] * 2
    edge = round(FEATHER * 64)
    old = np.asarray(picture)[edge:, edge:]
    assert all((np.asarray(image)[-64 + edge :, -64 + edge :] == old).all() for image in new)
    assert (np.asarray(new[0]) != np.asarray(new[1])).any()


def test_a_zoom_shows_the_picture_small_and_untouched(painter: Painter) -> None:
    picture = scene((64, 64))
    (new,) = extend(painter, replace(ORDER, candidates=1), picture, zoomed((64, 64), (64, 64), 2))
    small = picture.resize((32, 32), Image.Resampling.LANCZOS)
    assert new.size == (64, 64)
    assert (np.asarray(new)[20:44, 20:44] == np.asarray(small)[4:-4, 4:-4]).all()
