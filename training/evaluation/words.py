"""How well a captioner tells what renders show."""

from __future__ import annotations

from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import CLIPTokenizer, VisionEncoderDecoderModel

from models.captioner import said as captions
from training.data.captions import Language, caption
from training.data.graph import Scene
from training.evaluation.rendering import Rendered
from training.evaluation.sentences import bleu, cider, names, words_of
from training.evaluation.share import Share
from training.machine import device_of
from training.pictures import UNSEEN, batch, scenes

REFERENCES = 5  #: captions of each scene that a sentence is compared with
SIGMA = 6.0  #: words, of CIDEr-D
FIRST = UNSEEN + 9 * 10**9
AT_ONCE = 64  #: pictures


class Speaker:
    """A captioner on a device, and the side in pixels of the renders that it is shown.

    Raises OSError where there is no captioner in `folder`."""

    def __init__(self, folder: Path, device: torch.device, size: int, rendered: Rendered = batch) -> None:
        self.model = VisionEncoderDecoderModel.from_pretrained(folder, dtype=torch.float32).to(device).eval()
        self.tokenizer = CLIPTokenizer.from_pretrained(folder)
        self.size, self.rendered = size, rendered

    def says(self, chosen: list[Scene], language: Language) -> list[str]:
        """The likeliest caption of each scene's render."""
        pictures = self._seen(self.rendered(chosen, self.size).to(device_of(self.model)))
        return [texts[0] for texts in captions(self.model, self.tokenizer, pictures, language)]

    def _seen(self, pictures: Tensor) -> Tensor:
        """At the size that its eyes know, scaled as `models.captioner` does it."""
        edge = self.model.config.encoder.image_size
        if pictures.shape[-1] == edge:
            return pictures
        return F.interpolate(pictures, size=(edge, edge), mode="bicubic", antialias=True).clamp(-1, 1)


def captioned(speaker: Speaker, number: int, language: Language) -> tuple[dict[str, float], Share]:
    """BLEU-4, CIDEr, CIDEr-D, and the share of things that are named, on `number` unseen renders."""
    chosen = scenes(FIRST, number)
    said: list[str] = []
    for start in range(0, number, AT_ONCE):
        said += speaker.says(chosen[start : start + AT_ONCE], language)
    wanted = [
        [caption(scene, Random(f"reference {i} {scene.seed}"), language, "dense") for i in range(REFERENCES)]
        for scene in chosen
    ]
    told = [words_of(text, language) for text in said]
    told_wanted = [[words_of(text, language) for text in texts] for texts in wanted]
    named = [names(scene, text, language) for scene, text in zip(chosen, said, strict=True)]
    share = Share(sum(found for found, _ in named), sum(all_ for _, all_ in named))
    numbers = {"bleu4": bleu(said, wanted, language), "cider": cider(told, told_wanted)}
    return numbers | {"cider_d": cider(told, told_wanted, SIGMA)}, share
