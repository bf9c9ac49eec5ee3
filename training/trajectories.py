"""The teacher's roads from noise to picture, kept at the few points where the student will stand.

Guided, twenty-step DPM-Solver++ as the pipeline runs it; of each road the latents at the boundaries of the student's
steps are kept, so that the student learns whole steps from where it will really be (progressive distillation, Salimans
& Ho 2022, arXiv:2202.00512, with the guidance scale as an input as in Meng et al. 2023, arXiv:2210.03142).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from diffusers import DPMSolverMultistepScheduler, UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer

from training.checkpoint import digest, kept_chunks
from training.data.captions import told_alike
from training.latents import TELLING
from training.lessons import tokens
from training.machine import device_of, mixed
from training.pictures import generator, scenes


@dataclass(frozen=True, slots=True)
class Roads:
    """Roads of n pictures, all on one device."""

    points: Tensor  #: (n, stations, C, h, w), fp16: from noise at station 0 to the clean latents at the last one
    scales: Tensor  #: (n), the guidance scale of each road
    ids: Tensor  #: (n, 2, positions): the English caption that led each road, and a Chinese one

    def __len__(self) -> int:
        return len(self.points)

    def to(self, device: torch.device) -> Roads:
        return Roads(self.points.to(device), self.scales.to(device), self.ids.to(device))


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """What is distilled: nets in evaluation mode and how they are sampled."""

    unet: UNet2DConditionModel
    text: CLIPTextModel
    tokenizer: CLIPTokenizer
    scheduler: Callable[[], DPMSolverMultistepScheduler]
    steps: int = 20


def stations(steps: int, student_steps: int) -> list[int]:
    """Indices of the teacher's steps before which the student stands; `steps` is a multiple of `student_steps`."""
    if steps % student_steps:
        raise ValueError(f"{steps} steps cannot be cut into {student_steps} equal parts")
    return list(range(0, steps, steps // student_steps))


@torch.no_grad()
def contexts(teacher: Teacher, ids: Tensor) -> Tensor:
    """Text states (2n, positions, width): n of the empty caption, then those of `ids` (n, positions)."""
    empty = tokens(teacher.tokenizer, [""]).to(ids).expand_as(ids)
    hidden: Tensor = teacher.text(input_ids=torch.cat([empty, ids])).last_hidden_state
    return hidden


@torch.no_grad()
def walk(teacher: Teacher, ids: Tensor, noise: Tensor, scales: Tensor, kept: Sequence[int]) -> Tensor:
    """The latents before the steps in `kept`, and the clean ones: (n, len(kept) + 1, C, h, w).

    noise (n, C, h, w); scales (n), classifier-free guidance (Ho & Salimans 2022, arXiv:2207.12598, eq. 6)."""
    scheduler = teacher.scheduler()
    scheduler.set_timesteps(teacher.steps, device=noise.device)
    says = guided(teacher, ids, scales)
    latents, points = noise * scheduler.init_noise_sigma, []
    for index, t in enumerate(scheduler.timesteps):
        if index in kept:
            points.append(latents)
        latents = scheduler.step(says(latents, t), t, latents).prev_sample
    return torch.stack([*points, latents], dim=1)


def guided(teacher: Teacher, ids: Tensor, scales: Tensor) -> Callable[[Tensor, Tensor], Tensor]:
    """What the teacher says of latents at a timestep; where all scales are 1, without a second pass."""
    scale, led = scales.view(-1, 1, 1, 1), bool((scales != 1).any())
    with mixed(ids.device):
        context = contexts(teacher, ids) if led else teacher.text(input_ids=ids).last_hidden_state

    def says(latents: Tensor, t: Tensor) -> Tensor:
        with mixed(latents.device):
            twice = torch.cat([latents, latents]) if led else latents
            said: Tensor = teacher.unet(twice, t, encoder_hidden_states=context).sample.float()
        if not led:
            return said
        plain, told = said.chunk(2)
        return plain + scale * (told - plain)

    return says


def begun(unet: UNet2DConditionModel, count: int, draw: torch.Generator) -> Tensor:
    """Noise for `count` pictures, (n, C, h, w), on the CPU."""
    edge = int(unet.config.sample_size)
    return torch.randn(count, int(unet.config.in_channels), edge, edge, generator=draw)


def scales_between(scale: tuple[float, float], count: int, draw: torch.Generator) -> Tensor:
    """Guidance scales between the two given, (count), on the CPU."""
    low, high = scale
    return low + (high - low) * torch.rand(count, generator=draw)


def captioned(first: int, count: int) -> list[tuple[str, str]]:
    """A caption in English for each scene from `first` on, and one in Chinese that tells as much."""
    return [told_alike(scene, Random(f"road {first + i}")) for i, scene in enumerate(scenes(first, count))]


def drawn(teacher: Teacher, seed: int, first: int, count: int, student_steps: int, scale: tuple[float, float]) -> Roads:
    """Roads of `count` scenes from `first` on, each at a guidance scale between the two given, on the CPU.

    They are led by English captions: a teacher that knows one language better teaches a student both alike."""
    draw, device = generator(seed, first), device_of(teacher.unet)
    english, chinese = zip(*captioned(first, count), strict=True)
    ids = torch.stack([tokens(teacher.tokenizer, told) for told in (english, chinese)], dim=1)
    noise, scales = begun(teacher.unet, count, draw), scales_between(scale, count, draw)
    kept = stations(teacher.steps, student_steps)
    points = walk(teacher, ids[:, 0].to(device), noise.to(device), scales.to(device), kept)
    return Roads(points.half().cpu(), scales, ids)


def cached_roads(
    teacher: Teacher, folder: Path, seed: int, count: int, student_steps: int, scale: tuple[float, float]
) -> Roads:
    """`count` roads, made in chunks, so that an interrupted run goes on; kept in a folder of `folder` that is this
    teacher's, these captions' and these settings'."""
    told = captioned(0, TELLING)
    named = folder / digest(teacher.unet, teacher.text, teacher.steps, told, seed, student_steps, scale)

    def part(first: int, some: int) -> dict[str, Tensor]:
        made = drawn(teacher, seed, first, some, student_steps, scale)
        return {"points": made.points, "scales": made.scales, "ids": made.ids}

    chunk = min(count, 64 if device_of(teacher.unet).type == "cpu" else 512)
    parts = kept_chunks(named, count, chunk, part)
    return Roads(*(torch.cat([one[name] for one in parts]) for name in ("points", "scales", "ids")))
