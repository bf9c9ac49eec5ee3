"""Stage 3: latent diffusion, a stock UNet2DConditionModel trained on the straight path between latents and noise.

Rectified flow: x_t = (1 - t) x_0 + t e, the net predicts e - x_0 (Liu et al. 2022, arXiv:2209.03003), t is drawn
logit-normal (Esser et al. 2024, arXiv:2403.03206) and handed to the net as floor(1000 t), which is what
DPMSolverMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True) feeds when it paints. One caption
in ten is empty, for classifier-free guidance. The text tower starts as CLIP's and learns on with the net.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from training.clip import tokens
from training.data.captions import caption
from training.data.scene import Scene, rank, sample
from training.loop import contact_sheet
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, generator, scenes

PROMPTS = (
    "a fox in the snow",
    "a penguin in the forest",
    "an apple on the beach",
    "a rocket in space",
    "a sunflower in the snow",
    "a red balloon on the beach",
    "一只狐狸在森林里",
    "海滩上的一朵向日葵",
)  #: what the sample grids show


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffusionSettings:
    """Sizes of the net, of its cache and of its batches."""

    channels: tuple[int, ...] = (96, 192)
    layers: int = 2
    text_width: int = 256
    size: int = 128  #: pixels
    scenes: int = 40_000  #: whose latents are cached
    batch: int = 32
    emphasis: tuple[float, float, float] = (1.0, 1.0, 1.0)  #: on scenes by their first thing's `scene.rank`
    unconditional: float = 0.1  #: share of empty captions
    foreground: float = 1.5  #: how much more an error counts where a thing stands; backdrops are learnt early anyway
    seed: int = 3


def build(settings: DiffusionSettings) -> UNet2DConditionModel:
    """An untrained net with self- and cross-attention at every level, heads 32 wide."""
    s, levels = settings, len(settings.channels)
    torch.manual_seed(s.seed)
    return UNet2DConditionModel(
        sample_size=s.size // 8,
        block_out_channels=s.channels,
        down_block_types=("CrossAttnDownBlock2D",) * levels,
        up_block_types=("CrossAttnUpBlock2D",) * levels,
        layers_per_block=s.layers,
        cross_attention_dim=s.text_width,
        attention_head_dim=tuple(width // 32 for width in s.channels),  # diffusers reads this as the number of heads
        norm_num_groups=min(32, s.channels[0]),
        use_linear_projection=True,
    )


def scheduler() -> DPMSolverMultistepScheduler:
    """The sampler that fits the objective and stock Stable Diffusion pipelines."""
    return DPMSolverMultistepScheduler(
        prediction_type="flow_prediction",
        use_flow_sigmas=True,
        flow_shift=1.0,
        solver_order=2,
        steps_offset=1,  # unused with flow sigmas; pipelines warn of any other value
        num_train_timesteps=1000,
    )


def pipeline(
    vae: AutoencoderKL, text: CLIPTextModel, tokenizer: CLIPTokenizer, unet: UNet2DConditionModel
) -> StableDiffusionPipeline:
    """The stock pipeline around these parts."""
    pipe = StableDiffusionPipeline(
        vae=vae,
        text_encoder=text,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


@torch.no_grad()
def encode(vae: AutoencoderKL, first: int, count: int, size: int) -> Tensor:
    """Scaled latents of `count` scenes from seed `first` on, fp16, (count, 4, size / 8, size / 8)."""
    parts, device = [], device_of(vae)
    some = 8 if device.type == "cpu" else 256  # few at a time stay in a CPU's cache
    for start in range(first, first + count, some):
        chosen = scenes(start, min(some, first + count - start))
        pictures = batch(chosen, size).to(device, memory_format=torch.channels_last)
        with mixed(device):
            latents = vae.encode(pictures).latent_dist.mode()
        parts.append((latents.float() * vae.config.scaling_factor).half().cpu())
    return torch.cat(parts)


def cached_latents(vae: AutoencoderKL, settings: DiffusionSettings, folder: Path, chunk: int = 4000) -> Tensor:
    """The latents of the training scenes, made in chunks and kept in `folder`, so that an interrupted run goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for first in range(0, settings.scenes, chunk):
        path = folder / f"latents-{settings.size}-{first:06d}.pt"
        if not path.is_file():
            part = encode(vae, first, min(chunk, settings.scenes - first), settings.size)
            torch.save(part, path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
        parts.append(torch.load(path, weights_only=True))
    return torch.cat(parts)


def foreground(chosen: Sequence[Scene], edge: int) -> Tensor:
    """1 where a thing stands and 0 elsewhere, (n, 1, edge, edge)."""
    mask = torch.zeros(len(chosen), 1, edge, edge)
    for row, scene in zip(mask, chosen, strict=True):
        for thing in scene.things:
            left, top = (round((centre - thing.size / 2) * edge) for centre in (thing.x, thing.y))
            wide = round(thing.size * edge)
            row[:, max(0, top) : top + wide, max(0, left) : left + wide] = 1
    return mask


class DiffusionStage:
    """Learns the velocity of latents under their captions."""

    def __init__(
        self,
        settings: DiffusionSettings,
        latents: Tensor,
        vae: AutoencoderKL,
        text: CLIPTextModel,
        tokenizer: CLIPTokenizer,
    ) -> None:
        self.settings, self.latents, self.vae, self.tokenizer = settings, latents, vae, tokenizer
        self.unet, self.text = build(settings), text
        if device_of(vae).type == "cpu":  # there attention trains 1.6 times faster written out
            self.unet.set_attn_processor(AttnProcessor())
            self.text.set_attn_implementation("eager")
        self.model: nn.Module = nn.ModuleDict({"unet": self.unet, "text_encoder": self.text})
        self.weights = torch.tensor([self._emphasis(sample(seed)) for seed in range(len(latents))])

    def _emphasis(self, scene: Scene) -> float:
        return self.settings.emphasis[rank(scene.things[0].key)] if scene.things else 1.0

    def _flow(self, clean: Tensor, ids: Tensor, noise: Tensor, t: Tensor) -> Tensor:
        """Squared error of the predicted velocity, (n, 4, h, w), on the model's device; t in [0, 1), (n)."""
        device = device_of(self.model)
        clean, ids, noise, t = (value.to(device) for value in (clean, ids, noise, t))
        along = t.view(-1, 1, 1, 1)
        noisy = (1 - along) * clean + along * noise
        with mixed(device):
            context = self.text(input_ids=ids).last_hidden_state
            velocity: Tensor = self.unet(noisy, (t * 1000).long(), encoder_hidden_states=context).sample
        return (velocity.float() - (noise - clean)).square()

    def _captions(self, chosen: Sequence[Scene], rng: Random) -> list[str]:
        return ["" if rng.random() < self.settings.unconditional else caption(scene, rng) for scene in chosen]

    def losses(self, step: int) -> dict[str, Tensor]:
        draw, s = generator(self.settings.seed, step), self.settings
        seeds = torch.multinomial(self.weights, s.batch, replacement=True, generator=draw)
        clean, chosen = self.latents[seeds].float(), [sample(seed) for seed in seeds.tolist()]
        ids = tokens(self.tokenizer, self._captions(chosen, Random(f"{s.seed} {step}")))
        noise = torch.randn(clean.shape, generator=draw)
        t = torch.randn(s.batch, generator=draw).sigmoid()
        error = self._flow(clean, ids, noise, t)
        weight = 1 + s.foreground * foreground(chosen, error.shape[-1]).to(error.device)
        return {"loss": (weight * error).mean() / weight.mean(), "error": error.mean()}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image]:
        """The loss on unseen scenes at fixed noise and times, and four tiles for each of `PROMPTS`."""
        draw = generator(self.settings.seed, -1)
        clean = encode(self.vae, UNSEEN, 64, self.settings.size).float()
        captions = [caption(scene, Random(i), "en", "dense") for i, scene in enumerate(scenes(UNSEEN, 64))]
        ids = tokens(self.tokenizer, captions)
        loss = self._flow(clean, ids, torch.randn(clean.shape, generator=draw), torch.linspace(0.02, 0.98, 64))
        pipe = pipeline(self.vae, self.text, self.tokenizer, self.unet)
        edge = self.settings.size
        arguments: dict[str, Any] = {"height": edge, "width": edge, "num_inference_steps": 15, "guidance_scale": 4.0}
        with mixed(device_of(model)):
            painted = pipe(list(PROMPTS), num_images_per_prompt=4, generator=draw, **arguments).images
        return {"loss": float(loss.mean())}, contact_sheet(painted, 8)
