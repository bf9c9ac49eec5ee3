"""Stage: a student that paints in four steps without a second pass for guidance.

The student is the teacher's net with one more input, the guidance scale (diffusers' `time_cond_proj_dim`: stock
pipelines then feed `get_guidance_scale_embedding(guidance_scale - 1)` and stop doubling the batch; Meng et al. 2023,
arXiv:2210.03142). One step of it covers several of the teacher's: its velocity at a station is the straight line to
where the teacher's guided road is at the next one, so that a first-order solver with the same stations repeats the
road (Salimans & Ho 2022, arXiv:2202.00512).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPTextModel

from training.autoencoder import side_by_side
from training.diffusion import PROMPTS, written_out
from training.latents import decoded
from training.lessons import tokens
from training.machine import device_of, mixed
from training.pictures import UNSEEN, generator
from training.trajectories import Roads, Teacher, begun, drawn, stations, walk

SCALE = 3.0  #: of guidance, in evaluations
SHOWN = PROMPTS[::3]  #: what the sample grids show, in both languages


@dataclass(frozen=True, slots=True, kw_only=True)
class DistillSettings:
    """What the student learns from."""

    steps: int = 4  #: of the student
    teacher_steps: int = 20
    roads: int = 1_500
    scale: tuple[float, float] = (1.0, 8.0)  #: guidance scales of the roads
    guidance_width: int = 256  #: of the embedding of the guidance scale
    batch: int = 32
    huber: float = 0.1  #: below this an error counts squared, above it linearly
    seed: int = 6


def guidance_embedding(scales: Tensor, width: int) -> Tensor:
    """(n, width), as `StableDiffusionPipeline.get_guidance_scale_embedding(scale - 1)` makes it; scales (n)."""
    half = width // 2
    rates = torch.exp(torch.arange(half, dtype=torch.float32) * -(torch.log(torch.tensor(10_000.0)) / (half - 1)))
    rates = rates.to(scales.device)
    angles = (scales - 1)[:, None] * 1000 * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def says(
    net: UNet2DConditionModel, latents: Tensor, t: Tensor, context: Tensor, scales: Tensor | None = None
) -> Tensor:
    """The velocity (n, C, h, w) of latents at timesteps t (n); context (n, positions, width); scales (n), which only a
    student hears."""
    width = net.config.time_cond_proj_dim
    condition = None if width is None or scales is None else guidance_embedding(scales, int(width))
    with mixed(latents.device):
        said = net(latents, t, encoder_hidden_states=context, timestep_cond=condition).sample
    velocity: Tensor = said.float()
    return velocity


def student_of(teacher: UNet2DConditionModel, guidance_width: int) -> UNet2DConditionModel:
    """The teacher's net with the guidance scale as an input that says nothing yet."""
    said = {name: value for name, value in teacher.config.items() if not name.startswith("_")}
    student = UNet2DConditionModel.from_config(said | {"time_cond_proj_dim": guidance_width})
    missing, unexpected = student.load_state_dict(teacher.state_dict(), strict=False)
    assert missing == ["time_embedding.cond_proj.weight"] and not unexpected
    nn.init.zeros_(student.time_embedding.cond_proj.weight)
    return student


def sigmas(teacher: Teacher, steps: int) -> tuple[Tensor, Tensor]:
    """Timesteps of the student's stations, (steps), and their noise levels with the final 0, (steps + 1)."""
    scheduler = teacher.scheduler()
    scheduler.set_timesteps(teacher.steps)
    at = torch.tensor(stations(teacher.steps, steps))
    return scheduler.timesteps[at], torch.cat([scheduler.sigmas[at], torch.zeros(1)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """A student's net, the text tower that tells it what to paint, and where it stands."""

    net: UNet2DConditionModel
    text: CLIPTextModel
    timesteps: Tensor  #: (steps)
    levels: Tensor  #: of noise at each station, and the final 0: (steps + 1)

    @classmethod
    def of(cls, teacher: Teacher, net: UNet2DConditionModel, steps: int) -> Walker:
        """On the teacher's device."""
        device = device_of(teacher.unet)
        written_out(device, net)
        timesteps, levels = (value.to(device) for value in sigmas(teacher, steps))
        return cls(net=net.to(device), text=teacher.text, timesteps=timesteps, levels=levels)

    def velocity(self, latents: Tensor, t: Tensor, scales: Tensor, ids: Tensor) -> Tensor:
        """The straight line towards the next station, (n, C, h, w); t (n) timesteps, scales (n), ids (n, positions)."""
        with torch.no_grad():
            context = self.text(input_ids=ids).last_hidden_state
        return says(self.net, latents, t, context, scales)

    def step(self, latents: Tensor, at: int, scales: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
        """The latents at the station after `at`, and the velocity that led there, both (n, C, h, w)."""
        line = self.velocity(latents, self.timesteps[at].expand(len(latents)), scales, ids)
        return latents - (self.levels[at] - self.levels[at + 1]) * line, line

    @torch.no_grad()
    def walk(self, noise: Tensor, ids: Tensor, scales: Tensor) -> Tensor:
        """The student's own road from `noise` (n, C, h, w) to clean latents."""
        latents = noise
        for at in range(len(self.timesteps)):
            latents, _ = self.step(latents, at, scales, ids)
        return latents


def asked(teacher: Teacher, captions: Sequence[str]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids (n, positions), noise (n, C, h, w), the same for every run and language, and scales (n) of a sample grid."""
    ids = tokens(teacher.tokenizer, captions).to(device_of(teacher.unet))
    noise = begun(teacher.unet, len(ids), generator(0, -1)).to(ids.device)
    return ids, noise, torch.full((len(ids),), SCALE, device=ids.device)


class DistillStage:
    """Learns whole steps of the teacher's guided roads."""

    def __init__(
        self, settings: DistillSettings, teacher: Teacher, roads: Roads, vae: AutoencoderKL | None = None
    ) -> None:
        """vae: without it evaluations show no pictures."""
        self.settings, self.teacher, self.vae = settings, teacher, vae
        self.roads = roads.to(device_of(teacher.unet))
        self.student = student_of(teacher.unet, settings.guidance_width)
        self.walker = Walker.of(teacher, self.student, settings.steps)
        self.model: nn.Module = self.student

    def _batch(self, rows: Tensor, station: Tensor, language: Tensor) -> tuple[Tensor, Tensor]:
        """What the student says and what it should have said, both (n, C, h, w)."""
        roads, walker = self.roads, self.walker
        here, there = (roads.points[rows, at].float() for at in (station, station + 1))
        span = (walker.levels[station] - walker.levels[station + 1]).view(-1, 1, 1, 1)
        said = walker.velocity(here, walker.timesteps[station], roads.scales[rows], roads.ids[rows, language])
        return said, (here - there) / span

    def losses(self, step: int) -> dict[str, Tensor]:
        s, draw = self.settings, generator(self.settings.seed, step)
        choices, device = (len(self.roads), s.steps, self.roads.ids.shape[1]), self.roads.ids.device
        rows, station, language = (torch.randint(most, (s.batch,), generator=draw).to(device) for most in choices)
        said, wanted = self._batch(rows, station, language)
        return {"loss": nn.functional.huber_loss(said, wanted, delta=s.huber), "error": (said - wanted).square().mean()}

    def distance(self, roads: Roads, language: int = 0) -> float:
        """How far from the teacher's ends the student's own roads end, as a share of the latents' deviation.

        language: of the captions that lead the student, 0 English and 1 Chinese."""
        points = roads.points.float()
        ends = self.walker.walk(points[:, 0], roads.ids[:, language], roads.scales)
        away: Any = (ends - points[:, -1]).square().mean().sqrt() / points[:, -1].std()
        return float(away)

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """The distance on unseen captions in each language, and pairs of what teacher and student paint of `SHOWN`."""
        roads = drawn(self.teacher, self.settings.seed, UNSEEN, 8, self.settings.steps, (SCALE, SCALE))
        roads = roads.to(self.roads.ids.device)
        numbers = {"distance": self.distance(roads), "distance_zh": self.distance(roads, 1)}
        return numbers, None if self.vae is None else self._pairs(self.vae)

    @torch.no_grad()
    def _pairs(self, vae: AutoencoderKL) -> Image.Image:
        ids, noise, scales = asked(self.teacher, SHOWN)
        taught, learnt = walk(self.teacher, ids, noise, scales, ())[:, -1], self.walker.walk(noise, ids, scales)
        return side_by_side(decoded(vae, taught), decoded(vae, learnt))
