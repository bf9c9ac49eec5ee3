"""How well a captioner tells what renders show."""

from __future__ import annotations

from pathlib import Path
from random import Random

import torch
from transformers import CLIPTokenizer, VisionEncoderDecoderModel

from models.captioner import said as captions
from training.data.captions import Language, caption
from training.evaluation.sentences import bleu, cider, names, words_of
from training.evaluation.share import Share
from training.pictures import UNSEEN, batch, scenes

REFERENCES = 5  #: captions of each scene that a sentence is compared with
FIRST = UNSEEN + 9 * 10**9


def captioned(folder: Path, number: int, language: Language) -> tuple[dict[str, float], Share]:
    """BLEU-4, CIDEr, and the share of things that are named, on `number` unseen renders.

    Raises OSError where there is no captioner."""
    model = VisionEncoderDecoderModel.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    chosen = scenes(FIRST, number)
    said: list[str] = []
    for start in range(0, number, 32):
        pictures = batch(chosen[start : start + 32], 128)
        said += [texts[0] for texts in captions(model, tokenizer, pictures, language)]
    wanted = [
        [caption(scene, Random(f"reference {i} {scene.seed}"), language, "dense") for i in range(REFERENCES)]
        for scene in chosen
    ]
    told = [words_of(text, language) for text in said]
    told_wanted = [[words_of(text, language) for text in texts] for texts in wanted]
    named = [names(scene, text, language) for scene, text in zip(chosen, said, strict=True)]
    share = Share(sum(found for found, _ in named), sum(all_ for _, all_ in named))
    return {"bleu4": bleu(said, wanted, language), "cider": cider(told, told_wanted)}, share
