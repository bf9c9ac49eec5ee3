"""What a model hears of a prompt: embeddings, with emphasis and of any length where its text encoders are CLIP's.

A prompt longer than the tokenizer's length is cut into windows, each with a beginning and an end of its own, whose
embeddings stand behind each other. A token of weight w is moved w times as far from what the empty prompt has in its
place; weight 1 changes nothing. T5 hears neither, so there the marks are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from models.emphasis import emphasised, plain
from models.families import Family


@dataclass(frozen=True, slots=True)
class Heard:
    """One text: `states` (1, T, D), and (1, P) for the whole where the family has such a thing."""

    states: Tensor
    pooled: Tensor | None

    def silent(self) -> Heard:
        """Zeros of its shape."""
        return Heard(torch.zeros_like(self.states), None if self.pooled is None else torch.zeros_like(self.pooled))


Window = tuple[list[int], list[float]]  # tokens and weights, as long as the tokenizer says


def special(pipeline: Any, family: Family, texts: Sequence[str]) -> bool:
    """Whether the stock pipeline would not hear one of these texts as it is meant."""
    if not family.towers:
        return False
    marked = any(emphasised(text) not in ([(text, 1.0)], []) for text in texts)
    return marked or any(len(windows(tokenizer, text)) > 1 for tokenizer, _ in _towers(pipeline) for text in texts)


@torch.no_grad()
def hear(pipeline: Any, family: Family, texts: Sequence[str], loudness: Sequence[float] = ()) -> list[Heard]:
    """Each of the texts, all of one length; `loudness` (1 without it) multiplies the weights of each text's tokens."""
    loud = loudness or [1.0] * len(texts)
    if not family.towers:
        return [_stock(pipeline, family, plain(text)) for text in texts]
    by_tower = []
    for tokenizer, encoder in _towers(pipeline):
        cut = [windows(tokenizer, text, amount) for text, amount in zip(texts, loud, strict=True)]
        most = max(map(len, cut))
        empty = windows(tokenizer, "")
        by_tower.append([_tower(encoder, one + empty * (most - len(one)), empty[0], family.towers > 1) for one in cut])
    longest = max(states.shape[1] for tower in by_tower for states, _ in tower)
    return [_side_by_side([tower[place] for tower in by_tower], longest) for place in range(len(texts))]


def _towers(pipeline: Any) -> list[tuple[Any, Any]]:
    """Tokenizers and text encoders in their order; those of a pipeline that was saved without are left out."""
    names = [("tokenizer", "text_encoder"), ("tokenizer_2", "text_encoder_2")]
    found = [tuple(getattr(pipeline, name, None) for name in pair) for pair in names]
    return [(tokenizer, encoder) for tokenizer, encoder in found if encoder is not None]


def windows(tokenizer: Any, text: str, loudness: float = 1.0) -> list[Window]:
    """`text` in windows of the tokenizer's length; one empty window for no words."""
    length = int(tokenizer.model_max_length)
    ids: list[int] = []
    weights: list[float] = []
    for piece, weight in emphasised(text):
        found = tokenizer(piece, add_special_tokens=False, verbose=False).input_ids
        ids += found
        weights += [loudness * weight] * len(found)
    room = length - 2
    return [_window(tokenizer, ids[at : at + room], weights[at : at + room]) for at in range(0, max(1, len(ids)), room)]


def _window(tokenizer: Any, ids: list[int], weights: list[float]) -> Window:
    pad = int(tokenizer.model_max_length) - len(ids) - 1
    ends = [tokenizer.eos_token_id] + [tokenizer.pad_token_id] * (pad - 1)
    return [tokenizer.bos_token_id, *ids, *ends], [1.0, *weights, *[1.0] * pad]


def _tower(encoder: Any, cut: list[Window], empty: Window, penultimate: bool) -> tuple[Tensor, Tensor | None]:
    """States (1, T, D) of all windows behind each other; what the first window says as a whole, (1, P)."""
    ids = torch.tensor([tokens for tokens, _ in [*cut, empty]], device=encoder.device)
    said = encoder(ids, output_hidden_states=penultimate)
    states = said.hidden_states[-2] if penultimate else said[0]
    pooled = said[0][:1] if said[0].ndim == 2 else None
    loud = torch.tensor([weights for _, weights in cut], device=states.device).to(states.dtype)[..., None]
    heard, silence = states[:-1], states[-1:]
    heard = torch.where(loud == 1, heard, silence + loud * (heard - silence))
    return heard.reshape(1, -1, heard.shape[-1]), pooled


def _side_by_side(towers: Sequence[tuple[Tensor, Tensor | None]], longest: int) -> Heard:
    """The towers' features of each token beside each other; the last tower speaks for the whole."""
    filled = [
        torch.cat([states, states[:, :1].expand(-1, longest - states.shape[1], -1)], dim=1) for states, _ in towers
    ]
    return Heard(torch.cat(filled, dim=-1), next((pooled for _, pooled in towers if pooled is not None), None))


def _stock(pipeline: Any, family: Family, text: str) -> Heard:
    """As the stock pipeline of SD 3 or FLUX hears it."""
    if family.unguided:
        states, pooled, _ = pipeline.encode_prompt(prompt=text, prompt_2=None)
    else:
        states, _, pooled, _ = pipeline.encode_prompt(text, None, None, do_classifier_free_guidance=False)
    return Heard(states, pooled)
