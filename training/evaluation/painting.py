"""Pictures by stock diffusers, several prompts at once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DiffusionPipeline
from PIL import Image

from models.student import load_student
from training.machine import mixed

AT_ONCE = 8  #: pictures
AT_ONCE_ON_A_GPU = 128
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the pictures are painted."""

    steps: int
    scale: float


def loaded(folder: Path, student: bool = False, device: torch.device = CPU) -> DiffusionPipeline:
    """The model in `folder`, in float32, without a progress bar; with its few-step student's net if that is wanted.

    Raises OSError where there is no such model."""
    pipe: Any = DiffusionPipeline.from_pretrained(folder).to(device)
    if student:
        pipe = load_student(pipe, folder / "student", torch.float32)
    pipe.set_progress_bar_config(disable=True)
    made: DiffusionPipeline = pipe
    return made


def paint(pipe: Any, prompts: Sequence[str], manner: Manner, first_seed: int = 0) -> list[Image.Image]:
    """One picture for each prompt; the seeds are consecutive, and their noise is the same on every device.

    On a GPU in half precision, see `training.machine.mixed`."""
    pictures: list[Image.Image] = []
    many = AT_ONCE if pipe.device.type == "cpu" else AT_ONCE_ON_A_GPU
    for start in range(0, len(prompts), many):
        part = list(prompts[start : start + many])
        draws = [torch.Generator().manual_seed(first_seed + start + i) for i in range(len(part))]
        with precision(pipe.device):
            pictures += pipe(
                part, generator=draws, num_inference_steps=manner.steps, guidance_scale=manner.scale
            ).images  # fmt: skip
    return pictures


def precision(device: torch.device) -> AbstractContextManager[object]:
    """Half precision on a GPU, float32 on a CPU."""
    return nullcontext() if device.type == "cpu" else mixed(device)


@torch.no_grad()
def regained(vae: Any, pictures: torch.Tensor) -> torch.Tensor:
    """Pictures (n, 3, h, w), -1 to 1, after the autoencoder, on the CPU; in its own precision."""
    parts = [vae.decode(vae.encode(part.to(vae.device)).latent_dist.mode()).sample for part in pictures.split(16)]
    return torch.cat([part.clamp(-1, 1).cpu() for part in parts])
