"""Stage: an owner's style or subject from 10 to 200 pictures, as low-rank additions to a model's attention.

W + (alpha / rank) B A with A random and B zero at first (Hu et al. 2021, arXiv:2106.09685), by peft, on whatever the
pipeline's scheduler says that its net predicts: noise, v, or the flow's velocity. The file is diffusers' own
`pytorch_lora_weights.safetensors`, which other tools load. The base model is frozen; its latents and text states are
computed once, so that a step costs the denoiser alone. One picture in ten is held back, where there are ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DiffusionPipeline
from peft import LoraConfig, get_peft_model_state_dict
from PIL import Image
from torch import Tensor, nn

from models.steps import copied, with_scheduler
from training.evaluation.painting import Manner, paint, wishes
from training.loop import contact_sheet
from training.machine import device_of
from training.noising import noised
from training.pictures import generator, tensors

TARGETS = (
    "to_q",
    "to_k",
    "to_v",
    "to_out.0",
)  #: the attention's projections, as kohya's and diffusers' trainers choose

ONE_IN, MOST = 10, 16  #: pictures held back: one in so many, and so many at most
SCALE = 4.0  #: guidance scale of the samples


class LoraUnfit(ValueError):
    """A model of another build than those whose attention is known here."""

    def __init__(self, model: Path, kind: str) -> None:
        super().__init__(
            f"{model} is a {kind}, which has no U-Net: a LoRA is trained on Storybook, SD 1.5 and SDXL shapes alone."
        )
        self.model, self.kind = model, kind


def refuse_unfit(model: Path) -> None:
    """Raises LoraUnfit for a pipeline without a U-Net on latents, before its weights are loaded; OSError for none."""
    parts = DiffusionPipeline.load_config(model)
    if not {"unet", "vae"} <= {name for name, part in parts.items() if part != [None, None]}:
        raise LoraUnfit(model, str(parts.get("_class_name")))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraSettings:
    """How large the addition is."""

    rank: int = 8  #: alpha is equal to it: other tools assume so where a file does not say
    batch: int = 4
    samples: int = 4  #: pictures of the sample grid, at the pipeline's own size
    sample_steps: int = 8
    seed: int = 9


def spread(captions: Sequence[str], count: int) -> list[str]:
    """So many of them, from first to last, none twice where there are enough different ones."""
    known = list(dict.fromkeys(captions))
    return [known[i * len(known) // count] for i in range(count)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One picture, as the denoiser meets it; all tensors (1, ...)."""

    caption: str
    latents: Tensor  #: (1, C, H/8, W/8), scaled
    words: Tensor  #: (1, T, D)
    added: dict[str, Tensor]  #: SDXL's pooled words and sizes; empty for SD


class Additions(nn.Module):
    """Only what is trained, so that a checkpoint holds megabytes and not the model."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.named = [(name, part) for name, part in net.named_parameters() if part.requires_grad]
        self.parts = nn.ParameterList([part for _, part in self.named])


@torch.no_grad()
def lessons(pipeline: Any, pictures: Sequence[Image.Image], captions: Sequence[str]) -> list[Lesson]:
    """Each picture's latents and words; sides must be multiples of 8 pixels."""
    return [_lesson(pipeline, picture, words) for picture, words in zip(pictures, captions, strict=True)]


def _lesson(pipeline: Any, picture: Image.Image, words: str) -> Lesson:
    vae, device = pipeline.vae, device_of(pipeline.vae)
    coded = vae.encode(tensors([picture.convert("RGB")]).to(device, vae.dtype)).latent_dist.mode()
    latents = (coded - (vae.config.get("shift_factor") or 0)) * vae.config.scaling_factor
    if not hasattr(pipeline, "text_encoder_2"):
        hidden = pipeline.encode_prompt(words, device, 1, False)[0]
        return Lesson(caption=words, latents=latents, words=hidden, added={})
    hidden, _, pooled, _ = pipeline.encode_prompt(words, device=device, do_classifier_free_guidance=False)
    sizes = torch.tensor([[picture.height, picture.width, 0, 0, picture.height, picture.width]]).to(hidden)
    return Lesson(caption=words, latents=latents, words=hidden, added={"text_embeds": pooled, "time_ids": sizes})


def held_back(pictures: int, seed: int) -> list[int]:
    """Which of so many pictures are kept for the evaluation: one in ten, at most 16; of fewer than ten, none."""
    many = min(MOST, pictures // ONE_IN)
    rows: list[int] = torch.randperm(pictures, generator=generator(seed, -2))[:many].tolist()
    return rows


class LoraStage:
    """Learns additions to `pipeline.unet` (Storybook, SD 1.5, SDXL) from lessons of any sizes."""

    def __init__(self, settings: LoraSettings, pipeline: Any, taught: Sequence[Lesson]) -> None:
        self.settings, self.pipeline = settings, pipeline
        kept = set(held_back(len(taught), settings.seed))
        self.unseen = [lesson for row, lesson in enumerate(taught) if row in kept]
        self.taught = [lesson for row, lesson in enumerate(taught) if row not in kept]
        self.prompts = spread([lesson.caption for lesson in taught], settings.samples)
        self.unet = pipeline.unet.requires_grad_(False)
        torch.manual_seed(settings.seed)
        self.unet.add_adapter(
            LoraConfig(r=settings.rank, lora_alpha=settings.rank, target_modules=list(TARGETS), init_lora_weights=True)
        )
        self.model: nn.Module = Additions(self.unet)

    def _error(self, lesson: Lesson, draw: torch.Generator) -> Tensor:
        """Mean squared error of what the net predicts of one noised picture."""
        noise = torch.randn(lesson.latents.shape, generator=draw).to(lesson.latents)
        noisy, wanted, t = noised(self.pipeline.scheduler, lesson.latents, noise, draw)
        extra = {"added_cond_kwargs": lesson.added} if lesson.added else {}
        said = self.unet(noisy, t.to(noisy.device), encoder_hidden_states=lesson.words, **extra).sample
        return nn.functional.mse_loss(said.float(), wanted.float())

    def losses(self, step: int) -> dict[str, Tensor]:
        draw = generator(self.settings.seed, step)
        rows = torch.randint(len(self.taught), (self.settings.batch,), generator=draw).tolist()
        return {"loss": torch.stack([self._error(self.taught[row], draw) for row in rows]).mean()}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image]:
        """The error at fixed noise and a grid of captions painted. The error is `loss` over what is held back, and
        `seen_loss` over what is taught where nothing is."""
        draw = generator(self.settings.seed, -1)
        errors = [self._error(lesson, draw) for lesson in self.unseen or self.taught for _ in range(4)]
        name = "loss" if self.unseen else "seen_loss"
        numbers = {name: float(torch.stack(errors).mean()), "held_back": float(len(self.unseen))}
        return numbers, self._painted()

    def _painted(self) -> Image.Image:
        """Some of the captions with fixed seeds, one at a time: less memory than a step of the training takes."""
        pipe = with_scheduler(self.pipeline, copied(self.pipeline.scheduler))
        pipe.set_progress_bar_config(disable=True)
        manner = Manner(steps=self.settings.sample_steps, scale=SCALE)
        tiles = [next(paint(pipe, [wish], manner)) for wish in wishes(self.prompts, self.settings.seed)]
        return contact_sheet(tiles, -(-len(tiles) // 2))

    def save(self, folder: Path) -> None:
        """`pytorch_lora_weights.safetensors` in diffusers' layout."""
        kind = type(self.pipeline)
        kind.save_lora_weights(folder, unet_lora_layers=get_peft_model_state_dict(self.unet))
