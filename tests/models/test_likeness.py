"""Painting after pictures, in a manner, and without borders, for every family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models.composition import UNTIL, Resembling, coarse
from models.errors import NotAble
from models.latents import to_pixels
from models.levels import Level
from models.manner import statistics, toned
from models.order import Reference, Role
from models.painting import Painter
from models.seamless import around, rolling
from models.style_code import painted_style
from tests.models.comparing import ORDER, apart, farthest
from tests.models.test_looks import drawing

pytestmark = pytest.mark.torch


def after(role: Role, weight: float = 1.0) -> dict[str, Any]:
    return {"references": (Reference(role, drawing(64), weight),)}


def named(more: dict[str, Any]) -> str:
    """ "style", "style_code": the same in every process."""
    ((name, value),) = more.items()
    return value[0].role if name == "references" else name


LIKE: list[dict[str, Any]] = [after("image"), after("style"), after("character"), {"style_code": 7}, {"seamless": True}]


@pytest.mark.parametrize("more", LIKE, ids=named)
def test_four_at_once_equal_four_alone_and_nothing_stays_behind(painter: Painter, more: dict[str, Any]) -> None:
    before = painter.paint(replace(ORDER, candidates=1))
    order = replace(ORDER, **more)
    together = painter.paint(order)
    alone = [painter.paint(replace(order, candidates=1, offset=k))[0] for k in range(4)]
    assert farthest(together, alone) <= 2
    assert apart(together[:1], before) > 0
    assert farthest(painter.paint(replace(ORDER, candidates=1)), before) == 0


@pytest.mark.parametrize(("role", "weight"), [("image", "image_weight"), ("style", "style_weight"), ("character", "character_weight")])  # fmt: skip # noqa: E501
def test_a_weight_of_nothing_is_the_plain_way_bit_for_bit(painter: Painter, role: Role, weight: str) -> None:
    assert farthest(painter.paint(replace(ORDER, **after(role), **{weight: 0})), painter.paint(ORDER)) == 0


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_image_prompt_draws_the_coarse_part_while_the_composition_is_decided(share: float, noise: float) -> None:
    draws = torch.Generator().manual_seed(0)
    clean, known = torch.randn(2, 4, 8, 8, generator=draws), torch.randn(1, 4, 8, 8, generator=draws)
    guide = Resembling(known=known, share=share, unpack=lambda one: one, pack=lambda one: one)
    level = Level(alpha=1 - noise, sigma=noise, predicts="flow_prediction")
    moved = guide(clean, level, 0, 4)
    if noise < UNTIL:
        assert moved is clean
    else:
        wanted = clean + share * (coarse(known) - coarse(clean))
        assert torch.allclose(moved, wanted, atol=1e-5)
    assert torch.allclose(coarse(torch.full((1, 4, 8, 8), 0.3)), torch.tensor(0.3))


def palette(pictures: list[Image.Image]) -> np.ndarray:
    return np.stack([np.asarray(picture, np.float64).reshape(-1, 3).mean(0) for picture in pictures])


def test_the_more_a_style_counts_the_nearer_its_colours(painter: Painter) -> None:
    wanted = palette([drawing(64)])
    distances = [
        np.abs(palette(painter.paint(replace(ORDER, **after("style"), style_weight=weight))) - wanted).mean()
        for weight in (0, 100, 1000)
    ]
    assert distances[2] < distances[1] < distances[0]


def test_a_character_is_found_by_clip(painter: Painter) -> None:
    assert painter.clip
    with torch.no_grad():
        wanted = painter.clip.pictures(to_pixels([drawing(64)]))[0]
        found = [
            (painter.clip.pictures(to_pixels(painter.paint(replace(ORDER, **after("character"), **more)))) @ wanted)
            for more in ({"character_weight": 0}, {"character_weight": 300})
        ]
    assert found[1].mean() > found[0].mean()


def test_a_character_needs_eyes(painter: Painter) -> None:
    blind = replace(painter, clip=None, abilities=replace(painter.abilities, character=False))
    with pytest.raises(NotAble, match="character"):
        blind.paint(replace(ORDER, **after("character")))


@given(st.integers(1, 6), st.floats(0.1, 3), st.floats(-2, 2))
def test_toned_latents_have_the_moments_of_the_manner(seed: int, scale: float, shift: float) -> None:
    draws = torch.Generator().manual_seed(seed)
    latents, wanted = torch.randn(2, 4, 8, 8, generator=draws), torch.randn(1, 4, 8, 8, generator=draws)
    manner = statistics([scale * wanted + shift], [1.0])
    made = statistics([toned(latents, manner)[1:]], [1.0])
    assert torch.allclose(made.mean, manner.mean, atol=1e-3)
    assert torch.allclose(made.root, manner.root, atol=2e-2)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_a_style_code_is_always_the_same_picture_and_another_code_another(code: int) -> None:
    style = painted_style(code, (32, 24))
    assert style.size == (32, 24)
    assert farthest([style], [painted_style(code, (32, 24))]) == 0
    assert apart([style], [painted_style(code ^ 1, (32, 24))]) > 0


def seam(pictures: list[Image.Image]) -> tuple[float, float]:
    """Mean difference of the columns that meet at the border, and of neighbouring columns inside, 0..255."""
    levels = np.stack([np.asarray(picture, np.float64) for picture in pictures])
    inside = np.abs(np.diff(levels, axis=2)).mean()
    return float(np.abs(levels[:, :, 0] - levels[:, :, -1]).mean()), float(inside)


@pytest.mark.parametrize("family", ["sd", "sdxl"])
def test_a_rolled_start_gives_a_rolled_picture(family: str, painters: Callable[[str], Painter]) -> None:
    """Without borders no place is special: what a network says of rolled latents is what it said, rolled."""
    painter = painters(family)
    latents = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    vae = painter.pipeline.vae
    with torch.no_grad(), around(vae):
        said, rolled = (vae.decode(one, return_dict=False)[0] for one in (latents, latents.roll(3, dims=-1)))
    assert torch.allclose(said.roll(24, dims=-1), rolled, atol=1e-4)
    assert {part.padding_mode for part in vae.modules() if isinstance(part, torch.nn.Conv2d)} == {"zeros"}


def test_convolutions_are_given_back_when_a_painting_fails(painters: Callable[[str], Painter]) -> None:
    unet = painters("sd").pipeline.unet
    with pytest.raises(RuntimeError, match="the power went"), around(unet):
        raise RuntimeError("the power went")
    assert all(part.padding_mode == "zeros" for part in unet.modules() if isinstance(part, torch.nn.Conv2d))


def test_rolled_latents_come_back_to_their_place() -> None:
    """A network that changes nothing must seem to change nothing, however its latents are rolled."""
    network = Same()
    latents = torch.randn(2, 4, 8, 8)
    with rolling(network, 3, 2, lambda one: one, lambda one: one):
        answers = [network(hidden_states=latents)[0] for _ in range(5)]
    assert all(torch.equal(answer, latents) for answer in answers)
    assert len({tuple(seen.flatten().tolist()) for seen in network.seen}) > 1


class Same(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[torch.Tensor] = []

    def forward(self, hidden_states: torch.Tensor) -> tuple[torch.Tensor]:
        self.seen.append(hidden_states)
        return (hidden_states,)
