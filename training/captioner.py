"""Stage: image to text, a stock VisionEncoderDecoderModel: the judge's eyes, and a small causal decoder.

The decoder is GPT-2's architecture with cross-attention over the states of all cells (Vinyals et al. 2015,
arXiv:1411.4555, with attention in the place of the recurrent net), teacher-forced on captions of rendered scenes, in
our tokenizer. A caption begins with its language, so that it can be asked for: "en: a fox in the snow", "zh:
一只狐狸在雪地里"; every picture teaches one of each. The pyramid of the eyes is the judge's and stays as it is, since
it knows what stands where. CLIP's patch states know what goes with a caption, and named 9 % of the things.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPTokenizer, GPT2Config, GPT2LMHeadModel, VisionEncoderDecoderModel

from models.eyes import Eyes, EyesConfig
from models.pyramid import SIDE
from training.judge import Judge
from training.lessons import IGNORED, LANGUAGES, Fresh, SceneLessons, Source
from training.machine import device_of, mixed
from training.pictures import UNSEEN, values

FIRST = 6 * 10**9  #: row of the first step


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionerSettings:
    """Sizes of the decoder and of its batches."""

    width: int = 256
    layers: int = 4
    heads: int = 4
    batch: int = 48
    size: int = SIDE  #: pixels
    longest: int = 64  #: tokens of a caption, its language and its end included
    seed: int = 8


def eyes_of(judge: Judge, width: int) -> Eyes:
    """Eyes with a copy of the judge's pyramid, frozen, and states of this width."""
    eyes = Eyes(EyesConfig(width=judge.stem.out_channels, hidden_size=width))
    known = eyes.pyramid.state_dict()
    eyes.pyramid.load_state_dict({name: value for name, value in judge.state_dict().items() if name in known})
    eyes.pyramid.requires_grad_(False)
    return eyes


def build(settings: CaptionerSettings, judge: Judge, tokenizer: CLIPTokenizer) -> VisionEncoderDecoderModel:
    """An untrained captioner."""
    s = settings
    torch.manual_seed(s.seed)
    decoder = GPT2Config(
        vocab_size=len(tokenizer), n_positions=s.longest, n_embd=s.width, n_layer=s.layers, n_head=s.heads,
        add_cross_attention=True, is_decoder=True, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id,
        resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0,
    )  # fmt: skip
    model = VisionEncoderDecoderModel(encoder=eyes_of(judge, s.width), decoder=GPT2LMHeadModel(decoder))
    for config in (model.config, model.generation_config):
        config.decoder_start_token_id = tokenizer.bos_token_id
        config.eos_token_id = config.pad_token_id = tokenizer.eos_token_id
        config.bos_token_id = tokenizer.bos_token_id
    model.generation_config.max_length = s.longest
    return model


def teaching(said: Tensor, padding: int) -> tuple[Tensor, Tensor]:
    """What the decoder reads and what it should say next, both (n, t - 1), of ids (n, t) with `IGNORED` at the end."""
    longest = int(said.ne(IGNORED).sum(dim=1).max())
    said = said[:, :longest]
    return said[:, :-1].masked_fill(said[:, :-1] == IGNORED, padding), said[:, 1:]


class CaptionerStage:
    """Learns to say what renders show."""

    def __init__(
        self, settings: CaptionerSettings, judge: Judge, tokenizer: CLIPTokenizer, source: Source | None = None
    ) -> None:
        self.settings, self.tokenizer = settings, tokenizer
        lessons = SceneLessons(settings.size, tokenizer, longest=settings.longest)
        self.source: Source = source or Fresh(lessons, FIRST)
        self._unseen = Fresh(lessons, 2 * UNSEEN)
        self.captioner = build(settings, judge, tokenizer)
        self.model: nn.Module = self.captioner

    def _loss(self, source: Source, step: int, count: int) -> tuple[Tensor, Tensor]:
        """Cross-entropy of the next token, and the share of tokens that are said right."""
        device = device_of(self.captioner)
        rows = source.take(step, count, device)
        spoken = rows["told"].long().flatten(0, 1)  # (n * languages, longest)
        read, say = teaching(spoken, self.tokenizer.eos_token_id)
        counted = say != IGNORED
        with mixed(device):
            seen = self._seen(values(rows["pictures"]))
            states = self.captioner.decoder.transformer(
                input_ids=read, attention_mask=torch.ones_like(read), encoder_hidden_states=seen
            ).last_hidden_state
            logits = self.captioner.decoder.lm_head(states[counted]).float()  # (tokens that count, vocabulary)
        right = logits.argmax(-1).eq(say[counted]).float().mean()
        return F.cross_entropy(logits, say[counted]), right

    def _seen(self, pictures: Tensor) -> Tensor:
        """States, (n * languages, cells, width): what each picture shows, once for every language."""
        states: Tensor = self.captioner.get_encoder()(pixel_values=pictures).last_hidden_state
        return states.repeat_interleave(len(LANGUAGES), dim=0)

    def losses(self, step: int) -> dict[str, Tensor]:
        loss, right = self._loss(self.source, step, self.settings.batch)
        return {"loss": loss, "right": right}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Loss and right tokens on unseen scenes."""
        loss, right = self._loss(self._unseen, 0, 64)
        return {"loss": float(loss), "right": float(right)}, None


def save(model: VisionEncoderDecoderModel, tokenizer: CLIPTokenizer, folder: Path) -> None:
    """A folder that transformers loads by itself."""
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
