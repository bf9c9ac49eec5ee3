"""A few-step student of a model: its denoiser alone, with the guidance scale as an input instead of a second pass
(Meng et al. 2023, arXiv:2210.03142), and a scheduler of first order, whose steps go straight to the next station."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import DPMSolverMultistepScheduler, UNet2DConditionModel

from models.steps import with_scheduler


def first_order(scheduler: DPMSolverMultistepScheduler) -> DPMSolverMultistepScheduler:
    """The teacher's scheduler as the student needs it.

    With flow sigmas, DPMSolverMultistepScheduler spaces its steps evenly between 1 and 1 / 1000 before its shift, for
    any number of steps; the teacher's stations are every k-th of those, so the first one agrees and the rest are as
    near as the spacing allows."""
    config = dict(scheduler.config) | {"solver_order": 1, "euler_at_final": True}
    return DPMSolverMultistepScheduler.from_config(config)


def load_student(pipeline: Any, folder: Path, dtype: torch.dtype) -> Any:
    """A pipeline on the same autoencoder and text tower, with the net in `folder`. Raises as diffusers does."""
    net: Any = UNet2DConditionModel.from_pretrained(folder, torch_dtype=dtype)
    quick = with_scheduler(pipeline, first_order(pipeline.scheduler), type(pipeline))
    quick.register_modules(unet=net.to(pipeline.device).eval().requires_grad_(False))
    return quick
