"""Details painted anew in a larger picture: whole, in tiles, of any size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.blend import mixed
from models.hd import in_detail
from models.order import StepSeen
from models.painting import Painter
from models.phases import PARTS, Phases
from models.refine import refined, tiles_of
from tests.models.comparing import ORDER, apart, farthest
from tests.models.test_inpaint import scene

pytestmark = pytest.mark.torch


def test_each_picture_comes_back_at_twice_its_size_and_resembles_itself(painter: Painter) -> None:
    pictures = [scene((64, 64), seed) for seed in range(2)]
    large = in_detail(painter, ORDER, pictures)
    assert [image.size for image in large] == [(128, 128)] * 2
    small = [image.resize((64, 64), Image.Resampling.BOX) for image in large]
    assert apart(small, pictures) < apart(small, pictures[::-1])


def test_two_at_once_equal_each_alone(painter: Painter) -> None:
    pictures = [scene((128, 128), seed) for seed in range(2)]
    together = refined(painter, ORDER, pictures)
    alone = refined(painter, replace(ORDER, offset=1), pictures[1:])
    assert farthest(together[1:], alone) <= 2


@pytest.mark.parametrize("size", [(150, 90), (33, 200)], ids=str)
def test_a_picture_of_any_size_is_refined_in_tiles(painter: Painter, size: tuple[int, int]) -> None:
    small = replace(painter, card=replace(painter.card, native_size=32, max_pixels=64 * 64))
    looks: list[StepSeen] = []
    (new,) = refined(small, replace(ORDER, steps=2), [picture := scene(size)], looks.append)
    assert new.size == size and new.info["candidate"] == 0
    assert farthest([new], [picture]) > 0
    assert [look.index for look in looks] == sorted(look.index for look in looks)
    assert looks[-1].index == PARTS - 1 and looks[-1].total == PARTS


@given(st.integers(1, 3000), st.integers(1, 3000), st.sampled_from([64, 512, 1024]))
def test_tiles_cover_the_picture_with_overlap(width: int, height: int, side: int) -> None:
    boxes = tiles_of((width, height), side)
    for low, high, length in ((0, 2, width), (1, 3, height)):
        spans = sorted({(box[low], box[high]) for box in boxes})
        assert spans[0][0] == 0 and spans[-1][1] == length
        assert all(end - start == min(side, length) for start, end in spans)
        assert all(one[1] - other[0] >= side // 4 - 1 for one, other in pairwise(spans))


def test_phases_count_up_over_all_paintings() -> None:
    seen: list[StepSeen] = []
    phases = Phases(seen.append, (3, 1))
    for number, steps in enumerate((6, 2)):
        for index in range(steps):
            phases.phase(number)(StepSeen(index=index, total=steps, preview=list))
    assert [step.index + 1 for step in seen] == [125, 250, 375, 500, 625, 750, 875, 1000]


def test_a_mixture_leans_towards_the_picture_whose_turn_it_is() -> None:
    red, blue = Image.new("RGB", (40, 20), (250, 0, 0)), Image.new("RGB", (20, 40), (0, 0, 250))
    first, second, again = (np.asarray(mixed([red, blue], [1, 1], (16, 16), turn)) for turn in range(3))
    assert first[8, 8].tolist() == [167, 0, 83] and second[8, 8].tolist() == [83, 0, 167]
    assert (first == again).all()
