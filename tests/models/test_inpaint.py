"""A part painted anew: the rest stays to the last bit, on every family."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from models.errors import NothingToPaint, Stopped
from models.inpaint import FEATHER, repaint
from models.order import StepSeen
from models.painting import Painter
from models.seam import feathered, set_in
from models.window import ROOMY, window
from tests.models.comparing import ORDER, apart, farthest

pytestmark = pytest.mark.torch


def scene(size: tuple[int, int], seed: int = 0) -> Image.Image:
    """Soft colours of `size`."""
    draw = np.random.default_rng(seed)
    small = Image.fromarray(draw.integers(0, 256, (5, 5, 3), dtype=np.uint8))
    return small.resize(size, Image.Resampling.BICUBIC)


def hole(size: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    """White within `box`, its right and bottom borders not included."""
    mask = Image.new("L", size)
    mask.paste(255, box)
    return mask


def outside(mask: Image.Image, feather: int) -> np.ndarray:
    """Where no pixel may change, (H, W)."""
    return np.asarray(feathered(mask, feather)) == 0


def test_a_part_is_painted_anew_and_the_rest_stays_to_the_last_bit(painter: Painter) -> None:
    picture, mask = scene((64, 64)), hole((64, 64), (32, 0, 64, 32))
    new = repaint(painter, ORDER, picture, mask)
    old, kept = np.asarray(picture), outside(mask, round(FEATHER * 64))
    assert [image.size for image in new] == [(64, 64)] * 4
    for image in new:
        assert (np.asarray(image)[kept] == old[kept]).all()
        assert np.abs(np.asarray(image).astype(float) - old)[np.asarray(mask) > 0].mean() > 3
    assert apart([new[0]], [new[1]]) > 1


def test_candidates_do_not_depend_on_their_batch(painter: Painter) -> None:
    picture, mask = scene((64, 64)), hole((64, 64), (8, 8, 40, 56))
    together = repaint(painter, ORDER, picture, mask)
    alone = [repaint(painter, replace(ORDER, candidates=1, offset=k), picture, mask)[0] for k in range(4)]
    assert farthest(together, alone) <= 2
    assert [image.info["candidate"] for image in together] == [0, 1, 2, 3]


def test_each_look_shows_the_whole_picture_and_the_last_one_is_the_result(painter: Painter) -> None:
    picture, mask = scene((64, 96)), hole((64, 96), (16, 16, 48, 48))
    looks: list[list[Image.Image]] = []
    new = repaint(painter, ORDER, picture, mask, lambda step: looks.append(step.preview()))
    assert len(looks) == ORDER.steps
    assert all(look.size == (64, 96) for look in looks[0])
    assert farthest(looks[-1], new) <= 2


def test_a_stop_leaves_nothing_behind(painter: Painter) -> None:
    picture, mask = scene((64, 64)), hole((64, 64), (16, 16, 48, 48))
    first = repaint(painter, ORDER, picture, mask)

    def stop(step: StepSeen) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        repaint(painter, ORDER, picture, mask, stop)
    assert farthest(repaint(painter, ORDER, picture, mask), first) == 0


def test_a_black_mask_is_refused(painter: Painter) -> None:
    with pytest.raises(NothingToPaint):
        repaint(painter, ORDER, scene((64, 64)), Image.new("L", (64, 64)))


@pytest.mark.parametrize("size", [(37, 51), (200, 40), (300, 310)], ids=str)
def test_a_picture_of_any_size_is_painted_in_a_size_that_the_model_has(painter: Painter, size: tuple[int, int]) -> None:
    small = replace(painter, card=replace(painter.card, max_pixels=96 * 96))
    mask = hole(size, (size[0] // 4, 0, size[0], size[1] // 2))
    (new,) = repaint(small, replace(ORDER, candidates=1, steps=2), picture := scene(size), mask)
    assert new.size == size
    kept = outside(mask, round(FEATHER * min(size)))
    assert (np.asarray(new)[kept] == np.asarray(picture)[kept]).all()


def test_a_flat_difference_is_matched_away() -> None:
    """What differs from the picture by one colour all over comes out as the picture."""
    picture = scene((90, 70))
    darker = Image.fromarray(np.asarray(picture) // 2 + 60)
    mask = feathered(hole((90, 70), (30, 0, 90, 40)), 3)
    flat = Image.fromarray((np.asarray(picture).astype(int) * 0 + 100).astype(np.uint8))
    assert farthest([set_in(flat, Image.new("RGB", (90, 70), (130, 90, 70)), mask)], [flat]) <= 1
    assert apart([set_in(picture, darker, mask)], [picture]) < apart([darker], [picture]) / 2


def test_a_feather_falls_evenly_and_ends_where_it_should() -> None:
    soft = np.asarray(feathered(hole((40, 9), (0, 0, 10, 9)), 5))[4]
    assert soft[9:16].tolist() == [255, 204, 153, 102, 51, 0, 0]


sides = st.integers(8, 4000)


@given(sides, sides, st.data())
def test_a_window_holds_the_part_and_fits_the_model(width: int, height: int, data: st.DataObject) -> None:
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    part = (left, top, data.draw(st.integers(left + 1, width)), data.draw(st.integers(top + 1, height)))
    seen = window(part, (width, height), 512, 768 * 768, 16)
    box = seen.box
    assert 0 <= box[0] <= part[0] and part[2] <= box[2] <= width
    assert 0 <= box[1] <= part[1] and part[3] <= box[3] <= height
    assert seen.size[0] % 16 == 0 and seen.size[1] % 16 == 0
    assert seen.size[0] * seen.size[1] <= min(ROOMY * 512**2, 768 * 768)


def test_a_small_part_of_a_large_picture_is_seen_with_its_surroundings_at_full_size() -> None:
    seen = window((900, 900, 1000, 1000), (2048, 2048), 512, 2048 * 2048, 16)
    assert seen.box == (694, 694, 1206, 1206) and seen.size == (512, 512)


def test_a_drawn_mask_of_another_size_is_brought_to_the_picture(painter: Painter) -> None:
    mask = Image.new("L", (256, 256))
    ImageDraw.Draw(mask).ellipse((64, 64, 192, 192), fill=255)
    (new,) = repaint(painter, replace(ORDER, candidates=1, steps=2), picture := scene((64, 64)), mask)
    assert np.asarray(new)[0, 0].tolist() == np.asarray(picture)[0, 0].tolist() and new != picture


def test_each_candidate_may_have_a_picture_of_its_own(painter: Painter) -> None:
    pictures, mask = [scene((64, 64), seed) for seed in range(2)], hole((64, 64), (0, 0, 24, 64))
    order = replace(ORDER, candidates=2)
    new = repaint(painter, order, pictures, mask)
    for image, picture in zip(new, pictures, strict=True):
        assert (np.asarray(image)[:, 26:] == np.asarray(picture)[:, 26:]).all()
    alone = repaint(painter, replace(order, candidates=1, offset=1), pictures[1], mask)
    assert farthest(alone, new[1:]) <= 2
