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

OPENAI_MEAN = (0.48145466, 0.4578275, 0.40821073)  # of RGB in 0..1, Radford et al. 2021
OPENAI_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(kw_only=True)
class Clip:
    """CLIP in fp32 with its weights frozen. Embeddings are (B, D) with unit length."""

    model: Any
    tokenizer: Any
    mean: tuple[float, ...] = OPENAI_MEAN
    std: tuple[float, ...] = OPENAI_STD

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
        mean, std = (torch.tensor(values, device=square.device).view(1, 3, 1, 1) for values in (self.mean, self.std))
        return _unit(self.model.get_image_features(pixel_values=((square + 1) / 2 - mean) / std))

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
    path = folder / "preprocessor_config.json"
    said = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return Clip(
        model=model.to(device).eval().requires_grad_(False),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        mean=tuple(said.get("image_mean", OPENAI_MEAN)),
        std=tuple(said.get("image_std", OPENAI_STD)),
    )
