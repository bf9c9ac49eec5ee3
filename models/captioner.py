"""A model that says what it sees: a stock VisionEncoderDecoderModel whose captions begin with their language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor
from transformers import AutoTokenizer, VisionEncoderDecoderModel

import models.eyes  # noqa: F401  # makes such eyes known to transformers
from models.clip import Levels, levelled, levels_of
from models.latents import to_pixels

LONGEST = 64  #: tokens of a caption
TOP = 20  #: likeliest tokens, of which one is drawn
BEAMS = 3  #: beginnings that are kept while the likeliest caption is looked for
MEAN = STD = (0.5, 0.5, 0.5)  #: of RGB in 0..1, where the folder names no others


LOOSE = re.compile(r"\s+(?=[,.;:!?，。；：！？、])|(?<=[，。；：！？、])\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def tidy(text: str) -> str:
    """Without the spaces that decoding leaves before punctuation, and around that of Chinese."""
    return LOOSE.sub("", text.strip())


def prefix(language: str) -> str:
    """What a caption of this language begins with."""
    return f"{language}:"


@torch.no_grad()
def said(
    model: Any, tokenizer: Any, pixels: Tensor, language: str, count: int = 1, temperature: float = 0.0
) -> list[list[str]]:  # fmt: skip
    """`count` captions of each of the normalised pictures (B, 3, side, side), without their language; a temperature of
    0 looks for the likeliest one."""
    start = tokenizer([prefix(language)])["input_ids"][0][:-1]
    begun = torch.tensor([start], device=pixels.device).expand(len(pixels), -1)
    drawn = {"do_sample": True, "temperature": temperature, "top_k": TOP, "num_beams": 1}
    how = drawn if temperature > 0 else {"do_sample": False, "num_beams": BEAMS}
    ids = model.generate(
        pixels, decoder_input_ids=begun, decoder_attention_mask=torch.ones_like(begun), max_length=LONGEST,
        num_return_sequences=count, **how,
    )  # fmt: skip
    texts = [tidy(str(tokenizer.decode(row[len(start) :], skip_special_tokens=True))) for row in ids]
    return [texts[i : i + count] for i in range(0, len(texts), count)]


@dataclass(kw_only=True)
class Captioner:
    """fp32, frozen."""

    model: Any
    tokenizer: Any
    mean: Levels = MEAN
    std: Levels = STD

    def captions(self, picture: Image.Image, language: str, count: int, seed: int, temperature: float) -> list[str]:
        """`count` captions of an RGB picture: the likeliest one, then drawn ones. Equal seeds say the same."""
        side = int(self.model.config.encoder.image_size)
        square = picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC)
        pixels = levelled(to_pixels([square]), self.mean, self.std).to(self.model.device)
        (likeliest,) = said(self.model, self.tokenizer, pixels, language)
        if count < 2:
            return likeliest
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            (drawn,) = said(self.model, self.tokenizer, pixels, language, count - 1, temperature)
        return [*likeliest, *drawn]


def load_captioner(folder: Path, device: str) -> Captioner:
    """From a folder with model, tokenizer and perhaps `preprocessor_config.json`. Raises as transformers does."""
    model: Any = VisionEncoderDecoderModel.from_pretrained(folder, dtype=torch.float32)
    mean, std = levels_of(folder, MEAN, STD)
    return Captioner(
        model=model.to(device).eval().requires_grad_(False),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        mean=mean,
        std=std,
    )
