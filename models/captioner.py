"""A model that says what it sees: a stock VisionEncoderDecoderModel whose captions begin with their language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from transformers import AutoTokenizer, VisionEncoderDecoderModel

LONGEST = 64  #: tokens of a caption
TOP = 20  #: likeliest tokens, of which one is drawn
MEAN = STD = (0.5, 0.5, 0.5)  #: of RGB in 0..1, where the folder names no others


@dataclass(kw_only=True)
class Captioner:
    """fp32, frozen."""

    model: Any
    tokenizer: Any
    mean: tuple[float, ...] = MEAN
    std: tuple[float, ...] = STD

    @torch.no_grad()
    def captions(self, picture: Image.Image, language: str, count: int, seed: int, temperature: float) -> list[str]:
        """`count` drawn captions of an RGB picture; the first one is the likeliest. Equal seeds say the same."""
        pixels = self._pixels(picture)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            drawn = self._said(pixels, language, count - 1, do_sample=True, temperature=temperature, top_k=TOP)
        return [*self._said(pixels, language, 1, do_sample=False), *drawn]

    def _said(self, pixels: Tensor, language: str, count: int, **how: Any) -> list[str]:
        if count < 1:
            return []
        start = self.tokenizer([f"{language}:"])["input_ids"][0][:-1]
        begun = torch.tensor([start], device=pixels.device)
        ids = self.model.generate(
            pixels, decoder_input_ids=begun, decoder_attention_mask=torch.ones_like(begun), max_length=LONGEST,
            num_return_sequences=count, **how,
        )  # fmt: skip
        return [str(self.tokenizer.decode(row[len(start) :], skip_special_tokens=True)).strip() for row in ids]

    def _pixels(self, picture: Image.Image) -> Tensor:
        """(1, 3, side, side), normalised."""
        side = int(self.model.config.encoder.image_size)
        square = picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC)
        values = torch.from_numpy(np.asarray(square, np.float32) / 255).permute(2, 0, 1)[None]
        mean, std = (torch.tensor(one).view(1, 3, 1, 1) for one in (self.mean, self.std))
        return ((values - mean) / std).to(self.model.device)


def load_captioner(folder: Path, device: str) -> Captioner:
    """From a folder with model, tokenizer and perhaps `preprocessor_config.json`. Raises as transformers does."""
    model: Any = VisionEncoderDecoderModel.from_pretrained(folder, dtype=torch.float32)
    path = folder / "preprocessor_config.json"
    said = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return Captioner(
        model=model.to(device).eval().requires_grad_(False),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        mean=tuple(said.get("image_mean", MEAN)),
        std=tuple(said.get("image_std", STD)),
    )
