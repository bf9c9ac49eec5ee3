"""The rule that looks for the drawings of a scene's things."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from training.data.graph import Scene, Thing
from training.data.render import FONT
from training.matching import SIDE, drawings_found, explained
from training.pictures import batch, generator, scenes

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
]
FOX = Thing("fox", 0.3, 0.6, 0.5)


def test_what_stands_there_is_found_and_what_does_not_is_not() -> None:
    chosen = [scene for scene in scenes(0, 60) if scene.style == "flat" and scene.things]
    pictures = batch(chosen, 128)
    right, wrong = drawings_found(pictures, chosen), drawings_found(pictures, [*chosen[1:], chosen[0]])
    assert (right > wrong).all()
    assert right.mean() > 0.75 and wrong.mean() < 0.25


def test_a_thing_may_stand_elsewhere_and_be_larger_than_the_scene_says() -> None:
    asked = Scene("snow", "day", (FOX,), 1)
    shown = [
        replace(asked, things=(replace(FOX, x=0.6, size=0.58),)),
        replace(asked, things=(Thing("car", 0.6, 0.6, 0.58),)),
    ]
    fox, car = drawings_found(batch(shown, 128), [asked, asked]).tolist()
    assert fox > 0.75 and fox > car + 0.3


def test_colour_counts_and_every_thing_is_wanted() -> None:
    apple = Thing("apple", 0.75, 0.6, 0.4, tint="blue")
    asked = Scene("beach", "day", (replace(FOX, size=0.4), apple), 1)
    shown = [
        asked,
        replace(asked, things=(asked.things[0], replace(apple, tint="red"))),
        replace(asked, things=asked.things[:1]),
    ]
    both, red, one = drawings_found(batch(shown, 128), [asked] * 3).tolist()
    assert both > red + 0.2 and both > one + 0.2


def test_an_empty_scene_has_nothing_to_be_found() -> None:
    empty = Scene("snow", "day", (), 1)
    assert drawings_found(batch([empty], 64), [empty]).tolist() == [0.0]


def test_what_is_explained_is_what_the_sums_over_the_pixels_say() -> None:
    draw = generator(1)
    pictures = torch.rand(2, 3, SIDE, SIDE, generator=draw) * 2 - 1
    drawings = torch.zeros(3, 4, SIDE, SIDE)
    drawings[:, :, :20, :20] = torch.rand(3, 4, 20, 20, generator=draw)
    share = explained(pictures, drawings)
    for x, y in ((0, 0), (13, 40)):
        under = pictures[:, None, :, y : y + 20, x : x + 20]  # (2, 1, 3, 20, 20)
        colours, opacity = drawings[None, :, :3, :20, :20], drawings[None, :, 3:, :20, :20]
        area = opacity.sum(dim=(2, 3, 4))
        variance = [
            (
                opacity * (seen - (opacity * seen).sum(dim=(3, 4), keepdim=True) / area[..., None, None, None]).square()
            ).sum(dim=(2, 3, 4))
            for seen in (under, colours)
        ]
        apart = (opacity * (under - colours).square()).sum(dim=(2, 3, 4))
        wanted = 1 - apart / (variance[0] + variance[1] + 3 * 0.02 * area)
        assert torch.allclose(share[:, :, y, x], wanted, atol=1e-3)
