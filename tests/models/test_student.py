"""A few-step student beside its teacher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderTiny, UNet2DConditionModel

from models.loading import load
from models.painting import Painter
from tests.models.comparing import ORDER, apart, farthest
from tests.models.test_looks import drawing

pytestmark = pytest.mark.torch


@pytest.fixture
def taught(painters: Callable[[str], Painter], tmp_path: Path) -> Painter:
    """The tiny Stable Diffusion with a student of other weights."""
    painter = painters("sd")
    torch.manual_seed(5)
    config = {name: value for name, value in painter.pipeline.unet.config.items() if not name.startswith("_")}
    UNet2DConditionModel.from_config(config | {"time_cond_proj_dim": 32}).save_pretrained(tmp_path / "student")
    return load(replace(painter.card, student=str(tmp_path / "student")), painter.device)


def test_few_steps_are_the_students_and_all_others_the_teachers(
    painters: Callable[[str], Painter], taught: Painter
) -> None:
    plain, quick, slow = painters("sd"), replace(ORDER, steps=4), replace(ORDER, steps=6)
    assert apart(taught.paint(quick), plain.paint(quick)) > 0
    assert farthest(taught.paint(slow), plain.paint(slow)) == 0
    assert farthest(taught.paint(quick), taught.paint(quick)) == 0


def test_the_student_hears_the_guidance_scale_without_a_second_pass(taught: Painter) -> None:
    calls: list[int] = []
    order = replace(ORDER, steps=4, guidance_scale=3.0)
    handle = taught.quick.unet.register_forward_pre_hook(lambda net, given: calls.append(len(given[0])))
    try:
        one = taught.paint(order)
    finally:
        handle.remove()
    assert calls == [order.candidates] * 4
    assert apart(one, taught.paint(replace(order, guidance_scale=6.0))) > 0


def test_a_students_pictures_are_decoded_by_the_small_autoencoder_where_the_card_says_so(
    taught: Painter, tmp_path: Path
) -> None:
    torch.manual_seed(6)
    small = AutoencoderTiny(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4)
    small.save_pretrained(tmp_path / "tiny")
    told = replace(taught.card, tiny_vae=str(tmp_path / "tiny"), student_decoder="tiny_vae")
    sketching, order = load(told, taught.device), replace(ORDER, steps=4)
    assert apart(sketching.paint(order), taught.paint(order)) > 0
    for other in (replace(order, steps=6), replace(order, seamless=True)):
        assert farthest(sketching.paint(other), taught.paint(other)) == 0


def test_variations_and_early_stops_are_the_teachers(painters: Callable[[str], Painter], taught: Painter) -> None:
    order, plain = replace(ORDER, steps=4), painters("sd")
    assert farthest(taught.vary(order, drawing(64), "strong"), plain.vary(order, drawing(64), "strong")) == 0
    stopped = replace(order, stop_percent=50)
    assert farthest(taught.paint(stopped), plain.paint(stopped)) == 0


def test_four_at_once_equal_four_alone(taught: Painter) -> None:
    order = replace(ORDER, steps=4)
    alone = [taught.paint(replace(order, candidates=1, offset=k))[0] for k in range(4)]
    assert farthest(taught.paint(order), alone) <= 2
