"""Stage: image to text, a stock VisionEncoderDecoderModel: our CLIP's frozen eyes, and a small causal decoder.

The decoder is GPT-2's architecture with cross-attention over the patch states (Vinyals et al. 2015, arXiv:1411.4555,
with attention in the place of the recurrent net), teacher-forced on captions of rendered scenes, in our tokenizer.
A caption begins with its language, so that it can be asked for: "en: a fox in the snow", "zh: 一只狐狸在雪地里".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn
from transformers import (
    CLIPModel,
    CLIPTokenizer,
    CLIPVisionModel,
    GPT2Config,
    GPT2LMHeadModel,
    VisionEncoderDecoderModel,
)

from models.captioner import prefix
from training.data.captions import Language, caption
from training.data.scene import Scene
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, scenes

LANGUAGES: tuple[Language, ...] = ("en", "zh")
IGNORED = -100  #: the label of positions that do not count, torch's own default


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionerSettings:
    """Sizes of the decoder and of its batches."""

    width: int = 256
    layers: int = 4
    heads: int = 4
    batch: int = 48
    size: int = 128  #: pixels
    longest: int = 64  #: tokens of a caption, its language and its end included
    first_scene: int = 3 * 10**9
    seed: int = 8


def eyes_of(clip: CLIPModel) -> CLIPVisionModel:
    """CLIP's vision tower alone, frozen."""
    eyes = CLIPVisionModel(clip.config.vision_config)
    eyes.load_state_dict(clip.vision_model.state_dict(), strict=False)
    return eyes.requires_grad_(False).eval()


def build(settings: CaptionerSettings, clip: CLIPModel, tokenizer: CLIPTokenizer) -> VisionEncoderDecoderModel:
    """An untrained captioner."""
    s = settings
    torch.manual_seed(s.seed)
    decoder = GPT2Config(
        vocab_size=len(tokenizer), n_positions=s.longest, n_embd=s.width, n_layer=s.layers, n_head=s.heads,
        add_cross_attention=True, is_decoder=True, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id,
        resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0,
    )  # fmt: skip
    model = VisionEncoderDecoderModel(encoder=eyes_of(clip), decoder=GPT2LMHeadModel(decoder))
    for config in (model.config, model.generation_config):
        config.decoder_start_token_id = tokenizer.bos_token_id
        config.eos_token_id = config.pad_token_id = tokenizer.eos_token_id
        config.bos_token_id = tokenizer.bos_token_id
    model.generation_config.max_length = s.longest
    return model


def teaching(tokenizer: CLIPTokenizer, captions: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
    """What the decoder reads and what it should say next, both (n, t): ids, and labels with `IGNORED` after the end."""
    encoded = tokenizer(list(captions), padding=True, truncation=True, max_length=longest, return_tensors="pt")
    ids, mask = encoded["input_ids"], encoded["attention_mask"].bool()
    return ids[:, :-1], ids[:, 1:].masked_fill(~mask[:, 1:], IGNORED)


def told(scene: Scene, rng: Random, language: Language | None = None) -> str:
    """A dense caption behind its language."""
    spoken = rng.choice(LANGUAGES) if language is None else language
    return f"{prefix(spoken)} {caption(scene, rng, spoken, 'dense')}"


class CaptionerStage:
    """Learns to say what renders show."""

    def __init__(self, settings: CaptionerSettings, clip: CLIPModel, tokenizer: CLIPTokenizer) -> None:
        self.settings, self.tokenizer = settings, tokenizer
        self.captioner = build(settings, clip, tokenizer)
        self.model: nn.Module = self.captioner

    def _loss(self, chosen: Sequence[Scene], captions: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Cross-entropy of the next token, and the share of tokens that are said right."""
        read, say = teaching(self.tokenizer, captions, self.settings.longest)
        with mixed(device_of(self.captioner)):
            seen = batch(chosen, self.settings.size)
            logits = self.captioner(
                pixel_values=seen, decoder_input_ids=read, decoder_attention_mask=torch.ones_like(read)
            ).logits.float()
        right = logits.argmax(-1).eq(say)[say != IGNORED].float().mean()
        return F.cross_entropy(logits.flatten(0, 1), say.flatten(), ignore_index=IGNORED), right

    def losses(self, step: int) -> dict[str, Tensor]:
        s, rng = self.settings, Random(f"{self.settings.seed} {step}")
        chosen = scenes(s.first_scene + step * s.batch, s.batch)
        loss, right = self._loss(chosen, [told(scene, rng) for scene in chosen])
        return {"loss": loss, "right": right}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Loss and right tokens on unseen scenes."""
        chosen = scenes(UNSEEN, 64)
        loss, right = self._loss(chosen, [told(scene, Random(i)) for i, scene in enumerate(chosen)])
        return {"loss": float(loss), "right": float(right)}, None


def save(model: VisionEncoderDecoderModel, tokenizer: CLIPTokenizer, folder: Path) -> None:
    """A folder that transformers loads by itself."""
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
