"""The scheduler's step: hooked with its signature kept, given back, and refused when it draws noise of its own."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import diffusers
import pytest
import torch
from torch import Tensor

from models.errors import SchedulerRefused
from models.painting import Painter
from models.steps import hooked, refuse_own_noise
from tests.models.comparing import ORDER, apart, farthest

pytestmark = pytest.mark.torch


def passing(step: Callable[..., Any], output: Tensor, timestep: Any, sample: Tensor, **rest: Any) -> Any:
    return step(output, timestep, sample, **rest)


def test_the_signature_is_kept_because_pipelines_look_in_it_for_eta_and_generator() -> None:
    scheduler = diffusers.DDIMScheduler()
    before = inspect.signature(scheduler.step)
    with hooked(scheduler, passing):
        assert inspect.signature(scheduler.step) == before
        assert {"eta", "generator"} <= set(inspect.signature(scheduler.step).parameters)
    assert "step" not in vars(scheduler)


def test_the_step_is_given_back_when_the_painting_fails() -> None:
    scheduler = diffusers.DDIMScheduler()
    with pytest.raises(RuntimeError, match="the power went"), hooked(scheduler, passing):
        raise RuntimeError("the power went")
    assert "step" not in vars(scheduler)


@pytest.mark.parametrize("positional", [True, False])
def test_a_hooked_step_does_what_the_step_does(positional: bool) -> None:
    scheduler = diffusers.EulerDiscreteScheduler()
    output, sample = torch.randn(2, 1, 4, 4, 4)
    results = []
    for around in (None, passing):
        scheduler.set_timesteps(4)
        scheduler.is_scale_input_called = True
        at = scheduler.timesteps[0]
        named = {"model_output": output, "timestep": at, "sample": sample}
        if around is None:
            results.append(scheduler.step(output, at, sample, return_dict=False)[0])
        else:
            with hooked(scheduler, around):
                step = scheduler.step
                answer = step(*named.values(), return_dict=False) if positional else step(**named, return_dict=False)
                results.append(answer[0])
    assert torch.equal(*results)


class Careless(diffusers.EulerDiscreteScheduler):
    """Draws noise from the global generator."""

    def step(self, model_output: Tensor, timestep: Any, sample: Tensor, return_dict: bool = True) -> Any:
        moved = super().step(model_output, timestep, sample, return_dict=False)[0]
        moved = moved + 0.1 * torch.randn_like(moved)
        return diffusers.schedulers.scheduling_utils.SchedulerOutput(moved) if return_dict else (moved,)


def with_scheduler(painter: Painter, scheduler: Any) -> Painter:
    pipeline = type(painter.pipeline)(
        **{**painter.pipeline.components, "scheduler": scheduler, "requires_safety_checker": False}
    )
    pipeline.set_progress_bar_config(disable=True)
    return replace(painter, pipeline=pipeline)


def test_a_scheduler_that_draws_noise_of_its_own_is_refused(painters: Callable[[str], Painter]) -> None:
    careless = with_scheduler(painters("sd"), Careless(steps_offset=1))
    with pytest.raises(SchedulerRefused, match="Careless"):
        careless.paint(ORDER)


def test_a_scheduler_with_a_noise_tree_for_the_whole_batch_is_refused_when_it_is_loaded() -> None:
    tree = type("DPMSolverSDEScheduler", (), {})()
    with pytest.raises(SchedulerRefused) as refusal:
        refuse_own_noise(tree, "dreamer")
    assert refusal.value.values == {"scheduler": "DPMSolverSDEScheduler", "model": "dreamer"}


STOCHASTIC = {
    "EulerAncestralDiscreteScheduler": {"steps_offset": 1},
    "DDPMScheduler": {"steps_offset": 1, "clip_sample": False},
    "LCMScheduler": {"steps_offset": 1},
    "DPMSolverMultistepScheduler": {"algorithm_type": "sde-dpmsolver++", "steps_offset": 1},
}


@pytest.mark.parametrize("name", STOCHASTIC)
def test_schedulers_that_draw_noise_draw_it_from_each_candidates_own_generator(
    name: str, painters: Callable[[str], Painter]
) -> None:
    painter = with_scheduler(painters("sd"), getattr(diffusers, name)(**STOCHASTIC[name]))
    together = painter.paint(ORDER)
    alone = [painter.paint(replace(ORDER, candidates=1, offset=k))[0] for k in range(4)]
    assert farthest(together, alone) <= 2
    assert apart(together, painter.paint(replace(ORDER, seed=4))) > 1


def test_noise_is_ours_even_where_the_pipeline_does_not_pass_a_generator(painters: Callable[[str], Painter]) -> None:
    """SD 3 and FLUX call their scheduler without one."""
    painter = painters("sd3")
    noisy = diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0, stochastic_sampling=True)
    pipeline = type(painter.pipeline)(**{**painter.pipeline.components, "scheduler": noisy})
    pipeline.set_progress_bar_config(disable=True)
    painter = replace(painter, pipeline=pipeline)
    assert farthest(painter.paint(ORDER), painter.paint(ORDER)) == 0
