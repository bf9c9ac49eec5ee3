"""A CLIP model as scorer: how well do pictures fit words? Differentiable, without torchvision."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import AutoTokenizer, CLIPModel

Levels = tuple[float, ...]  # of RGB
OPENAI_MEAN = (0.48145466, 0.4578275, 0.40821073)  # of RGB in 0..1, Radford et al. 2021
OPENAI_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(kw_only=True)
class Clip:
    """CLIP in fp32 with its weights frozen. Embeddings are (B, D) with unit length."""

    model: Any
    tokenizer: Any
    mean: Levels = OPENAI_MEAN
    std: Levels = OPENAI_STD

    @property
    def side(self) -> int:
        """Pixels of the square that it looks at."""
        return int(self.model.config.vision_config.image_size)

    @torch.no_grad()
    def words(self, texts: list[str]) -> Tensor:
        """Embeddings of texts, (B, D), cut at the model's length."""
        limit = int(self.model.config.text_config.max_position_embeddings)
        tokens = self.tokenizer(texts, padding="max_length", truncation=True, max_length=limit, return_tensors="pt")
        return _unit(self.model.get_text_features(**tokens.to(self.model.device)))

    def pictures(self, pixels: Tensor) -> Tensor:
        """Embeddings of pixels (B, 3, H, W) in -1..1, whole pictures squeezed to a square; carries gradients."""
        square = F.interpolate(
            pixels.float(), size=(self.side, self.side), mode="bicubic", align_corners=False, antialias=True
        )
        return _unit(self.model.get_image_features(pixel_values=levelled(square, self.mean, self.std)))

    @torch.no_grad()
    def scores(self, text: str, pixels: Tensor) -> Tensor:
        """Cosine similarity of each picture to `text`, (B,), -1..1."""
        return self.pictures(pixels.to(self.model.device)) @ self.words([text])[0]


def _unit(found: Any) -> Tensor:
    """transformers 5 returns an output object where 4 returned the tensor."""
    return F.normalize(getattr(found, "pooler_output", found).float(), dim=-1)


def load_clip(folder: Path, device: str) -> Clip:
    """CLIP from a folder with model, tokenizer and perhaps `preprocessor_config.json`. Raises as transformers does."""
    model: Any = CLIPModel.from_pretrained(folder, dtype=torch.float32)
    mean, std = levels_of(folder, OPENAI_MEAN, OPENAI_STD)
    return Clip(
        model=model.to(device).eval().requires_grad_(False),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        mean=mean,
        std=std,
    )


def scaling_of(folder: Path) -> dict[str, Any]:
    """What a model says about how it wants pictures, in either of transformers' places; {} for nothing."""
    if (path := folder / "preprocessor_config.json").is_file():
        return dict(json.loads(path.read_text("utf-8")))
    path = folder / "processor_config.json"  # of transformers 5
    return dict(json.loads(path.read_text("utf-8")).get("image_processor", {})) if path.is_file() else {}


def levels_of(folder: Path, mean: Levels, std: Levels) -> tuple[Levels, Levels]:
    """Mean and deviation of RGB in 0..1 that a model names, else those given."""
    said = scaling_of(folder)
    return tuple(said.get("image_mean", mean)), tuple(said.get("image_std", std))


def levelled(pixels: Tensor, mean: Levels, std: Levels) -> Tensor:
    """Pixels (B, 3, H, W) in -1..1 as a model with that mean and deviation wants them."""
    shift, scale = (torch.tensor(values, device=pixels.device).view(1, 3, 1, 1) for values in (mean, std))
    return ((pixels + 1) / 2 - shift) / scale
