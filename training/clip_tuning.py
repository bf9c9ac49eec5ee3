"""Stage: a CLIP that exists (OpenAI's, LAION's, one of ours), taught on with the loss that it was made with.

Its own tokenizer, picture size and mean and deviation of RGB stay; a small rate, and if wanted the top layers alone,
keep what it knows. Contrastive tuning does better than a classifier on top (Goyal et al. 2022, arXiv:2212.00638);
locking a whole tower is LiT's choice (Zhai et al. 2021, arXiv:2111.07991).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from PIL import Image
from safetensors import SafetensorError
from torch import Tensor, nn
from transformers import AutoTokenizer, CLIPModel

from models.clip import OPENAI_MEAN, OPENAI_STD, Clip, levelled, scaling_of
from models.errors import ModelNotFound
from models.locate import locate_part
from training.clip import contrastive, embedded, held, right
from training.clip_examples import Examples
from training.data.captions import Language
from training.lessons import LANGUAGES
from training.machine import device_of
from training.pictures import values

HAN = "雪地里站着一只红色的狐狸"
AT_ONCE = 64  #: pictures or captions of an evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipTuningSettings:
    """How much of the given CLIP learns, and from how much."""

    text_layers: int | None = None  #: of the text tower the top ones that learn; 0: none of it, None: all of it
    vision_layers: int | None = None  #: the same of the tower that sees
    batch: int = 32  #: pictures, an even number
    scenes: int = 4096  #: rendered where no pictures are given; each is kept in memory, 150 kB at 224 pixels
    unseen: int = 128  #: scenes that it is tried on, an even number
    seed: int = 14


class ClipUnfit(ValueError):
    """What was given is no CLIP."""

    def __init__(self, source: Path, why: str) -> None:
        super().__init__(f"{source} is no CLIP that can be taught on: {why}.")
        self.source = source


def place_of(source: Path) -> Path:
    """The folder of a CLIP that is named by its folder, by a model folder of ours or by its hub id. Raises ClipUnfit
    for what is neither there nor a CLIP."""
    try:
        folder = locate_part("CLIP", str(source))
    except ModelNotFound as error:
        raise ClipUnfit(source, "there is no such folder, and no hub that has it can be reached") from error
    if not (folder / "config.json").is_file() and (folder / "clip").is_dir():
        folder = folder / "clip"
    kind = _said(folder / "config.json", source).get("model_type", "not said")
    if kind != "clip":
        raise ClipUnfit(source, f"the kind of model in its config.json is {kind}")
    if not any((folder / name).is_file() for name in ("tokenizer.json", "vocab.json")):
        raise ClipUnfit(source, "it has no tokenizer beside its weights")
    return folder


def _said(path: Path, source: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ClipUnfit(source, f"its {path.name} cannot be read") from error
    return said if isinstance(said, dict) else {}


def scaling(folder: Path) -> dict[str, Any]:
    """As `scaling_of`. Raises ClipUnfit where that cannot be read."""
    try:
        return scaling_of(folder)
    except (OSError, ValueError) as error:
        raise ClipUnfit(folder, "what it says about how it wants pictures cannot be read") from error


def load(source: Path) -> Clip:
    """A CLIP, frozen, on the CPU. Raises ClipUnfit where a part is missing or of other sizes than it says."""
    folder = place_of(source)
    try:
        model, told = CLIPModel.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
        tokenizer = AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ClipUnfit(source, (str(error) or type(error).__name__).splitlines()[0].rstrip(".")) from error
    if lacking := sorted(told["missing_keys"]):
        raise ClipUnfit(source, f"its weights lack {lacking[0]}")
    if len(tokenizer) > (rows := model.config.text_config.vocab_size):
        raise ClipUnfit(source, f"its tokenizer has {len(tokenizer)} tokens, and its text tower {rows}")
    said = scaling(folder)
    mean, std = tuple(said.get("image_mean", OPENAI_MEAN)), tuple(said.get("image_std", OPENAI_STD))
    return Clip(model=model.eval().requires_grad_(False), tokenizer=tokenizer, mean=mean, std=std)


def save(clip: Clip, scaled: dict[str, Any], folder: Path) -> None:
    """A stock CLIPModel with its tokenizer and how it wants pictures; scaled: what it said about that before."""
    clip.model.save_pretrained(folder)
    clip.tokenizer.save_pretrained(folder)
    edge = clip.side
    usual: dict[str, Any] = {
        "image_processor_type": "CLIPImageProcessor",
        "size": {"shortest_edge": edge},
        "crop_size": {"height": edge, "width": edge},
    }
    said = usual | scaled | {"image_mean": list(clip.mean), "image_std": list(clip.std)}
    (folder / "preprocessor_config.json").write_text(json.dumps(said, indent=2) + "\n", "utf-8")


def languages(tokenizer: Any) -> tuple[Language, ...]:
    """English, and Chinese where the tokenizer has a token for each of its characters, not bytes or unknowns."""
    ids = tokenizer(HAN, add_special_tokens=False)["input_ids"]
    return LANGUAGES if len(ids) <= len(HAN) and tokenizer.unk_token_id not in ids else LANGUAGES[:1]


def _top(tower: nn.Module, norm: nn.Module, projection: nn.Module, layers: int | None) -> Sequence[nn.Module]:
    """The parts of a tower that learn."""
    if layers is None:
        return [tower, projection]
    blocks = list(tower.get_submodule("encoder.layers").children())
    return [*blocks[-layers:], norm, projection] if layers else []


def freed(clip: CLIPModel, settings: ClipTuningSettings) -> None:
    """Let learn what the settings name, and the temperature."""
    text, seeing = clip.text_model, clip.vision_model
    parts = [
        *_top(text, text.final_layer_norm, clip.text_projection, settings.text_layers),
        *_top(seeing, seeing.post_layernorm, clip.visual_projection, settings.vision_layers),
    ]
    clip.requires_grad_(False)
    clip.logit_scale.requires_grad_(True)
    for part in parts:
        part.requires_grad_(True)


class ClipTuning:
    """Teaches a CLIP on."""

    def __init__(self, settings: ClipTuningSettings, clip: Clip, examples: Examples) -> None:
        self.settings, self.clip, self.examples = settings, clip, examples
        freed(clip.model, settings)
        self.model: nn.Module = clip.model

    def ids(self, texts: Sequence[str]) -> Tensor:
        """(n, positions), as `Clip.words` makes them."""
        limit = int(self.clip.model.config.text_config.max_position_embeddings)
        ids: Tensor = self.clip.tokenizer(
            list(texts), padding="max_length", truncation=True, max_length=limit, return_tensors="pt"
        )["input_ids"]
        return ids

    def losses(self, step: int) -> dict[str, Tensor]:
        shown = self.examples.draw(Random(f"clip {self.settings.seed} {step}"), self.settings.batch)
        device, ids = device_of(self.model), self.ids(shown.captions)
        held(self.clip.model)
        self.model.eval()  # a CLIP with dropout would draw from a generator that no checkpoint knows
        wanted = levelled(values(shown.pictures.to(device)), self.clip.mean, self.clip.std)
        pictures, texts = embedded(self.clip.model, wanted, ids)
        scale = self.clip.model.logit_scale.exp()
        same = (shown.alike | (ids[:, None] == ids).all(dim=2)).to(device)
        loss = contrastive(pictures, texts, scale, same)
        return {"loss": loss, "accuracy": right(pictures, texts, same), "scale": scale.detach()}

    @torch.no_grad()
    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Share of unseen pictures whose caption is nearest among all different ones, and how many these are."""
        shown, device = self.examples.unseen, device_of(self.model)
        different = list(dict.fromkeys(shown.captions))
        own = torch.tensor([different.index(one) for one in shown.captions])
        texts = torch.cat([self.clip.words(part) for part in _parts(different)])
        seen = torch.cat([self.clip.pictures(values(part.to(device))) for part in shown.pictures.split(AT_ONCE)])
        nearest = (seen @ texts.T).argmax(1).cpu()
        return {"nearest": float(nearest.eq(own).float().mean()), "among": float(len(different))}, None

    def result(self) -> Clip:
        """What has come of it."""
        held(self.clip.model)
        return self.clip


def _parts(texts: list[str]) -> Iterator[list[str]]:
    yield from (texts[first : first + AT_ONCE] for first in range(0, len(texts), AT_ONCE))
