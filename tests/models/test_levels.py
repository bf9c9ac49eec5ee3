"""The predicted clean latents, for every scheduler that we read, against the schedulers' own word."""

from __future__ import annotations

from typing import Any

import diffusers
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from models.levels import ALPHA_SIGMA, CUMULATIVE, EXPLODING, FLOW, Level, level_at, readable

pytestmark = pytest.mark.torch

PREDICTIONS = ("epsilon", "v_prediction", "flow_prediction", "sample")


@given(st.floats(0.02, 0.98), st.sampled_from(PREDICTIONS), st.integers(0, 99))
def test_clean_and_output_undo_each_other(sigma: float, predicts: Any, seed: int) -> None:
    alpha = 1 - sigma if predicts == "flow_prediction" else (1 - sigma**2) ** 0.5
    level = Level(alpha=alpha, sigma=sigma, predicts=predicts)
    output, sample = torch.randn(2, 1, 4, 4, 4, generator=torch.Generator().manual_seed(seed))
    again = level.output(level.clean(output, sample), sample)
    assert torch.allclose(again, output, atol=1e-2 / sigma * 0.1)


@given(st.floats(0.02, 0.98), st.sampled_from(PREDICTIONS))
def test_a_perfect_network_leads_to_the_picture(sigma: float, predicts: Any) -> None:
    alpha = 1 - sigma if predicts == "flow_prediction" else (1 - sigma**2) ** 0.5
    picture, noise = torch.randn(2, 1, 4, 4, 4, generator=torch.Generator().manual_seed(1))
    says = {
        "epsilon": noise, "sample": picture, "v_prediction": alpha * noise - sigma * picture,
        "flow_prediction": noise - picture,
    }  # fmt: skip
    level = Level(alpha=alpha, sigma=sigma, predicts=predicts)
    assert torch.allclose(level.clean(says[predicts], alpha * picture + sigma * noise), picture, atol=1e-3)


def scheduler(name: str, **more: Any) -> Any:
    made = getattr(diffusers, name)(**more)
    made.set_timesteps(8)
    return made


KNOWN = sorted(FLOW | ALPHA_SIGMA | EXPLODING | CUMULATIVE)


@pytest.mark.parametrize("name", KNOWN)
def test_the_forward_process_of_each_scheduler_is_told_right(name: str) -> None:
    """What the scheduler itself makes of a picture and noise is alpha x_0 + sigma n after our scaling."""
    made = scheduler(name)
    at = made.timesteps[3]
    picture, noise = torch.randn(2, 1, 4, 4, 4, generator=torch.Generator().manual_seed(2))
    noised = made.scale_noise(picture, at[None], noise) if name in FLOW else made.add_noise(picture, noise, at[None])
    level = level_at(made, at)
    assert level is not None
    assert torch.allclose(noised * level.shrink, level.alpha * picture + level.sigma * noise, atol=1e-4)
    assert 0 < level.noise_share < 1


@pytest.mark.parametrize("predicts", ["epsilon", "v_prediction", "sample"])
@pytest.mark.parametrize("name", ["DDIMScheduler", "EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler"])
def test_the_clean_latents_are_those_that_the_scheduler_reports(name: str, predicts: str) -> None:
    clip = {"clip_sample": False} if name == "DDIMScheduler" else {}
    if predicts == "sample" and name == "EulerAncestralDiscreteScheduler":
        pytest.skip("diffusers has not implemented it")
    made = scheduler(name, prediction_type=predicts, **clip)
    output, sample = torch.randn(2, 1, 4, 4, 4, generator=torch.Generator().manual_seed(3))
    level = level_at(made, made.timesteps[2])
    made.is_scale_input_called = True
    said = made.step(output, made.timesteps[2], sample).pred_original_sample
    assert level is not None
    assert torch.allclose(level.clean(output, sample), said, atol=1e-4)


def test_the_share_of_noise_falls_from_step_to_step() -> None:
    made = scheduler("DPMSolverMultistepScheduler", prediction_type="flow_prediction", use_flow_sigmas=True)
    shares = []
    sample = torch.ones(1, 4, 4, 4)
    for at in made.timesteps:
        level = level_at(made, at)
        assert level is not None
        shares.append(level.noise_share)
        sample = made.step(torch.zeros_like(sample), at, sample).prev_sample
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.95


def test_a_scheduler_that_we_cannot_read_says_so() -> None:
    made = scheduler("EDMEulerScheduler")
    assert not readable(made)
    assert level_at(made, made.timesteps[0]) is None
