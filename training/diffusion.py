"""Stage 3: latent diffusion, a stock UNet2DConditionModel trained on the straight path between latents and noise.

Rectified flow: x_t = (1 - t) x_0 + t e, the net predicts e - x_0 (Liu et al. 2022, arXiv:2209.03003), t is drawn
logit-normal (Esser et al. 2024, arXiv:2403.03206) and handed to the net as floor(1000 t), which is what
DPMSolverMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True) feeds when it paints. One caption
in ten is empty, for classifier-free guidance. The text tower starts as CLIP's and learns on with the net.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from training.anchor import Anchor
from training.bank import Kept
from training.data.captions import caption
from training.data.scene import sample
from training.latents import encode, encoded, visibility
from training.lessons import Columns, Source, one_of, row_of, squares, tokens
from training.loop import contact_sheet
from training.machine import device_of, mixed
from training.pictures import UNSEEN, generator, scenes, values

PROMPTS = (
    "a fox in the snow",
    "a penguin in the forest",
    "an apple on the beach",
    "a rocket in space",
    "a sunflower in the snow",
    "a red balloon on the beach",
    "一只狐狸在森林里",
    "海滩上的一朵向日葵",
    "a cat wearing sunglasses riding a bicycle",
    "一只戴着墨镜的猫，骑着一辆自行车",
)  #: what the sample grids show


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffusionSettings:
    """Sizes of the net, of its cache and of its batches."""

    channels: tuple[int, ...] = (96, 192)
    layers: int = 2
    text_width: int = 256
    size: int = 128  #: pixels
    plain: int = 0  #: levels, from the finest, without attention
    scenes: int = 40_000  #: whose latents are cached, where there is no bank
    batch: int = 32
    unconditional: float = 0.1  #: share of empty captions
    visible: float = 0.5  #: 0 where all channels of the latents count alike, 1 where as much as is seen of them
    hold: float = 0.8  #: how much `anchor` counts, where training goes on from a denoiser of fewer channels
    worn: float = 0.2  #: share of lessons of something worn, beside those among the rest; of a cache, not of a bank
    late: float = 0.4  #: mean of the logit of t: above 0 more is learnt where much noise is and composition is decided
    foreground: float = 2.0  #: how much more an error counts for each thing that stands there
    seed: int = 3


def build(settings: DiffusionSettings, latents: int = 4) -> UNet2DConditionModel:
    """An untrained net with self- and cross-attention at every level but the plain ones, heads 32 wide.

    latents: channels of the autoencoder's latents.
    """
    s = settings
    attends = [level >= s.plain for level in range(len(s.channels))]
    torch.manual_seed(s.seed)
    return UNet2DConditionModel(
        sample_size=s.size // 8,
        in_channels=latents,
        out_channels=latents,
        block_out_channels=s.channels,
        down_block_types=tuple("CrossAttnDownBlock2D" if yes else "DownBlock2D" for yes in attends),
        up_block_types=tuple("CrossAttnUpBlock2D" if yes else "UpBlock2D" for yes in reversed(attends)),
        layers_per_block=s.layers,
        cross_attention_dim=s.text_width,
        attention_head_dim=tuple(width // 32 for width in s.channels),  # diffusers reads this as the number of heads
        norm_num_groups=min(32, s.channels[0]),
        use_linear_projection=True,
    )


def written_out(device: torch.device, unet: UNet2DConditionModel, text: CLIPTextModel | None = None) -> None:
    """Compute attention step by step where `device` is a CPU: it trains 1.6 times as fast there."""
    if device.type == "cpu":
        unet.set_attn_processor(AttnProcessor())
        if text is not None:
            text.set_attn_implementation("eager")


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


def path(clean: Tensor, noise: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """Latents (n, C, h, w) at times t in [0, 1), (n), on the straight way from clean ones to noise; their velocity."""
    along = t.view(-1, 1, 1, 1)
    return (1 - along) * clean + along * noise, noise - clean


def foreground(squares: Tensor, edge: int) -> Tensor:
    """How many things cover each place, (n, 1, edge, edge); squares (n, things, 3): centre x, centre y and edge."""
    centres = (torch.arange(edge, device=squares.device) + 0.5) / edge
    x, y, half = (squares[..., i, None] for i in range(3))
    half = half / 2
    across, down = (centres - x).abs() < half, (centres - y).abs() < half  # (n, things, edge)
    return (down[..., :, None] & across[..., None, :]).sum(dim=1, keepdim=True).float()


class SceneLatents:
    """Latents of the scenes of consecutive seeds, captioned anew whenever they are drawn."""

    def __init__(self, latents: Tensor, tokenizer: CLIPTokenizer, seed: int, worn: float = 0.0) -> None:
        """worn: share of rows in which something is worn, beside those among the rest."""
        self.latents, self.tokenizer, self.seed, self.worn = latents, tokenizer, seed, worn
        self._dressed = [i for i in range(len(latents)) if any(thing.worn for thing in sample(i).things)]

    def take(self, step: int, count: int, device: torch.device) -> Columns:
        """As `latents_only` keeps them of a bank."""
        rng = Random(f"{self.seed} {step}")
        seeds = [row_of(rng, len(self.latents), self._dressed, self.worn) for _ in range(count)]
        chosen = [sample(seed) for seed in seeds]
        ids = tokens(self.tokenizer, [caption(scene, rng) for scene in chosen])
        rows = {"latents": self.latents[seeds], "ids": ids[:, None], "squares": squares(chosen)}
        return {name: column.to(device) for name, column in rows.items()}


def latents_only(vae: AutoencoderKL) -> Kept:
    """What the diffusion stage keeps of a bank's rows: latents in the pictures' place, captions, squares."""

    def kept(columns: Columns) -> Columns:
        parts = [encoded(vae, values(part)) for part in columns["pictures"].split(128)]
        return {"latents": torch.cat(parts), "ids": columns["ids"], "squares": columns["squares"]}

    return kept


class DiffusionStage:
    """Learns the velocity of latents under their captions."""

    def __init__(
        self,
        settings: DiffusionSettings,
        source: Source,
        vae: AutoencoderKL,
        text: CLIPTextModel,
        tokenizer: CLIPTokenizer,
    ) -> None:
        self.settings, self.source, self.vae, self.tokenizer = settings, source, vae, tokenizer
        self.unet, self.text, self._empty = build(settings, vae.config.latent_channels), text, tokens(tokenizer, [""])
        written_out(device_of(vae), self.unet, text)
        self.model: nn.Module = nn.ModuleDict({"unet": self.unet, "text_encoder": self.text})
        self.anchor: Anchor | None = None
        seen = visibility(vae, encode(vae, 0, 8, settings.size))
        self.channels = (1 - settings.visible + settings.visible * seen).view(-1, 1, 1)  #: what their errors count

    def _says(self, noisy: Tensor, ids: Tensor, t: Tensor) -> Tensor:
        """The predicted velocity, (n, C, h, w), all on the model's device; t in [0, 1), (n)."""
        with mixed(device_of(self.model)):
            context = self.text(input_ids=ids).last_hidden_state
            velocity: Tensor = self.unet(noisy, (t * 1000).long(), encoder_hidden_states=context).sample
        return velocity.float()

    def _words(self, choices: Tensor, draw: torch.Generator) -> Tensor:
        """One of each row's captions, (n, positions), or the empty one."""
        ids = one_of(choices, draw)
        silent = torch.rand(len(ids), 1, generator=draw, device=ids.device) < self.settings.unconditional
        return torch.where(silent, self._empty.to(ids), ids)

    def losses(self, step: int) -> dict[str, Tensor]:
        s, device = self.settings, device_of(self.model)
        draw = generator(s.seed, step, device=device)
        rows = self.source.take(step, s.batch, device)
        clean, ids = rows["latents"].float(), self._words(rows["ids"], draw)
        noise = torch.randn(clean.shape, generator=draw, device=device)
        t = (s.late + torch.randn(len(clean), generator=draw, device=device)).sigmoid()
        noisy, velocity = path(clean, noise, t)
        if self.anchor is not None and s.hold:
            velocity = self.anchor.blended(velocity, noisy, ids, t, s.hold)
        error = (self._says(noisy, ids, t) - velocity).square()
        weight = 1 + s.foreground * foreground(rows["squares"], error.shape[-1])
        return {"loss": (weight * self.channels * error).mean() / weight.mean(), "error": error.mean()}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image]:
        """The loss on unseen scenes at fixed noise and times, and four tiles for each of `PROMPTS`."""
        draw = generator(0, -1)  # the same noise whatever the run's seed, so that runs compare
        clean = encode(self.vae, UNSEEN, 64, self.settings.size).float()
        captions = [caption(scene, Random(i), "en", "dense") for i, scene in enumerate(scenes(UNSEEN, 64))]
        ids = tokens(self.tokenizer, captions)
        t, device = torch.linspace(0.02, 0.98, 64), device_of(model)
        noisy, velocity = path(clean, torch.randn(clean.shape, generator=draw), t)
        said = self._says(noisy.to(device), ids.to(device), t.to(device))
        loss = (said - velocity.to(device)).square()
        pipe = pipeline(self.vae, self.text, self.tokenizer, self.unet)
        edge = self.settings.size
        arguments: dict[str, Any] = {"height": edge, "width": edge, "num_inference_steps": 15, "guidance_scale": 4.0}
        with mixed(device_of(model)):
            painted = pipe(list(PROMPTS), num_images_per_prompt=4, generator=draw, **arguments).images
        return {"loss": float(loss.mean())}, contact_sheet(painted, 8)
