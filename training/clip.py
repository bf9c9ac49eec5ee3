"""Stage 2: a small stock CLIPModel, trained contrastively with hard negatives from the scene graph.

Batches come in siblings: scenes that differ in one thing only (the object, the place, the colour, or who stands
left), because a CLIP that never has to tell such captions apart becomes a bag of words. Scenes that mean the same are
not taken for negatives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPConfig, CLIPModel, CLIPTextModel, CLIPTokenizer
from transformers.models.clip.configuration_clip import CLIPTextConfig, CLIPVisionConfig

from training.data.captions import caption
from training.data.graph import meaning
from training.lessons import Fresh, SceneLessons, Source, one_of, tokens
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, generator, scenes, values
from training.tokenizer import LENGTH

FIRST = 2 * 10**9  #: row of the first step
SHARPEST = math.log(100)  #: logarithm of the largest inverse temperature (Radford et al. 2021)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSettings:
    """Sizes of both towers and of the batches."""

    width: int = 256  #: of the text tower, and of the space where both meet
    text_layers: int = 4
    vision_width: int = 192
    vision_layers: int = 4
    batch: int = 128  #: pictures, an even number
    size: int = 128  #: pixels
    patch: int = 16  #: pixels
    seed: int = 2


def build(settings: ClipSettings, tokenizer: CLIPTokenizer) -> CLIPModel:
    """An untrained CLIPModel for this vocabulary."""
    s = settings
    text = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=s.width,
        intermediate_size=2 * s.width,
        num_hidden_layers=s.text_layers,
        num_attention_heads=s.width // 64,
        max_position_embeddings=LENGTH,
        projection_dim=s.width,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,  # the default, 2, would pool at the largest id instead
        pad_token_id=tokenizer.pad_token_id,
    )
    vision = CLIPVisionConfig(
        hidden_size=s.vision_width,
        intermediate_size=3 * s.vision_width,
        num_hidden_layers=s.vision_layers,
        num_attention_heads=s.vision_width // 64,
        image_size=s.size,
        patch_size=s.patch,
        projection_dim=s.width,
    )
    torch.manual_seed(s.seed)
    config = CLIPConfig(text_config=text.to_dict(), vision_config=vision.to_dict(), projection_dim=s.width)
    return CLIPModel(config)


def contrastive(pictures: Tensor, texts: Tensor, scale: Tensor, same: Tensor) -> Tensor:
    """InfoNCE in both directions.

    pictures, texts (n, d), normalised; scale the inverse temperature; same (n, n) marks pairs of equal meaning, which
    are left out of the negatives.
    """
    logits = scale * texts @ pictures.T
    itself = torch.eye(len(logits), dtype=torch.bool, device=logits.device)
    logits = logits.masked_fill(same & ~itself, float("-inf"))
    target = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def embedded(clip: CLIPModel, pictures: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
    """Normalised embeddings, each (n, d), of pictures (n, 3, h, w), as this CLIP wants them, and of ids (n, positions).
    Both are brought to its device."""
    device = device_of(clip)
    with mixed(device):
        output = clip(input_ids=ids.to(device), pixel_values=pictures.to(device))
    return output.image_embeds.float(), output.text_embeds.float()


@torch.no_grad()
def held(clip: CLIPModel) -> None:
    """Bring the inverse temperature back to 100 where a step went beyond; clamped later, it would get no gradient."""
    clip.logit_scale.clamp_(max=SHARPEST)


def right(pictures: Tensor, texts: Tensor, same: Tensor) -> Tensor:
    """Share of texts whose nearest picture is their own or one of equal meaning; shapes as in `contrastive`."""
    nearest = (texts @ pictures.T).argmax(1, keepdim=True)
    return same.gather(1, nearest).float().mean()


def fresh_text_tower(settings: ClipSettings, tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """An untrained text tower of CLIP's sizes for this vocabulary."""
    return CLIPTextModel(build(settings, tokenizer).config.text_config)


def text_tower(clip_folder: Path) -> CLIPTextModel:
    """A copy of CLIP's text tower, to be trained on."""
    whole = CLIPModel.from_pretrained(clip_folder)
    text = CLIPTextModel(whole.config.text_config)
    text.load_state_dict(whole.text_model.state_dict())
    return text


class ClipStage:
    """Matches rendered scenes with their captions."""

    def __init__(self, settings: ClipSettings, tokenizer: CLIPTokenizer, source: Source | None = None) -> None:
        self.settings, self.tokenizer = settings, tokenizer
        self.source: Source = source or Fresh(SceneLessons(settings.size, tokenizer), FIRST)
        self.clip = build(settings, tokenizer)
        self.model: nn.Module = self.clip

    def embed(self, pictures: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Normalised embeddings, each (n, width), of pictures (n, 3, h, w), -1 to 1, and of ids (n, positions)."""
        return embedded(self.clip, pictures, ids)

    def losses(self, step: int) -> dict[str, Tensor]:
        device = device_of(self.clip)
        rows = self.source.take(step, self.settings.batch, device)
        ids = one_of(rows["ids"], generator(self.settings.seed, step, device=device))
        pictures, texts = self.embed(values(rows["pictures"]), ids)
        same = rows["meaning"][:, None] == rows["meaning"]
        held(self.clip)
        scale = self.clip.logit_scale.exp()
        loss = contrastive(pictures, texts, scale, same)
        return {"loss": loss, "accuracy": right(pictures, texts, same), "scale": scale.detach()}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Share of unseen pictures whose caption is nearest among those of 64, by language; medium captions."""
        numbers = {}
        for language in ("en", "zh"):
            chosen = list({meaning(scene): scene for scene in scenes(UNSEEN, 100)}.values())[:64]
            captions = [caption(scene, Random(i), language, "medium") for i, scene in enumerate(chosen)]
            pictures, texts = self.embed(batch(chosen, self.settings.size), tokens(self.tokenizer, captions))
            nearest = (pictures @ texts.T).argmax(1).cpu()
            numbers[language] = float(nearest.eq(torch.arange(len(chosen))).float().mean())
        return numbers, None
