"""Pictures by stock diffusers, several prompts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DiffusionPipeline
from PIL import Image

from models.student import load_student

AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the pictures are painted."""

    steps: int
    scale: float


def loaded(folder: Path, student: bool = False) -> DiffusionPipeline:
    """The model in `folder`, in float32, without a progress bar; with its few-step student's net if that is wanted.

    Raises OSError where there is no such model."""
    pipe: Any = DiffusionPipeline.from_pretrained(folder)
    if student:
        pipe = load_student(pipe, folder / "student", torch.float32)
    pipe.set_progress_bar_config(disable=True)
    made: DiffusionPipeline = pipe
    return made


def paint(pipe: Any, prompts: Sequence[str], manner: Manner, first_seed: int = 0) -> list[Image.Image]:
    """One picture for each prompt; the seeds are consecutive."""
    pictures: list[Image.Image] = []
    for start in range(0, len(prompts), AT_ONCE):
        part = list(prompts[start : start + AT_ONCE])
        draws = [torch.Generator().manual_seed(first_seed + start + i) for i in range(len(part))]
        pictures += pipe(
            part, generator=draws, num_inference_steps=manner.steps, guidance_scale=manner.scale
        ).images  # fmt: skip
    return pictures
