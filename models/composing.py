"""Multi-prompts: the denoiser hears every text by itself, and what it says of them is added up by their weights.

With classifier-free guidance the weighted sum of what it says of the texts is the composition of Liu et al. 2022
("Compositional Visual Generation with Composable Diffusion Models"): e = e_0 + s sum_i w_i (e_i - e_0) with weights of
sum 1, negative ones among them. Where the guidance is distilled into the weights the same sum needs no e_0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from models.words import Heard

Call = tuple[tuple[Any, ...], dict[str, Any]]


@contextmanager
def composing(denoiser: Any, heard: Sequence[Heard], weights: Sequence[float], count: int) -> Iterator[None]:
    """Within the block, `denoiser` hears all texts for each of `count` pictures and answers with their weighted sum.

    Rows that the pipeline has for the pass without the words come first and stay as they are.
    """
    if len(heard) < 2:
        yield
        return

    def ask(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        return grown(args, kwargs, heard, count)

    def answer(module: Any, args: tuple[Any, ...], output: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return (summed(output[0], weights, count), *output[1:])

    handles = [denoiser.register_forward_pre_hook(ask, with_kwargs=True), denoiser.register_forward_hook(answer)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def grown(args: tuple[Any, ...], kwargs: dict[str, Any], heard: Sequence[Heard], count: int) -> Call:
    """The call for as many texts as there are in `heard`."""
    rows = kwargs["encoder_hidden_states"].shape[0]

    def more(value: Any) -> Any:
        """`value` with its last `count` rows once for each text, if it has rows."""
        if isinstance(value, Tensor) and value.ndim and value.shape[0] == rows:
            return torch.cat([value[:-count], *[value[-count:]] * len(heard)])
        if isinstance(value, dict):
            return {name: more(one) for name, one in value.items()}
        return value

    large = {name: value if name.endswith("_ids") else more(value) for name, value in kwargs.items()}
    _set(large, "encoder_hidden_states", [one.states for one in heard], count)
    pooled = [one.pooled for one in heard if one.pooled is not None]
    if pooled and "pooled_projections" in large:
        _set(large, "pooled_projections", pooled, count)
    if pooled and "text_embeds" in (large.get("added_cond_kwargs") or {}):
        _set(large["added_cond_kwargs"], "text_embeds", pooled, count)
    return tuple(map(more, args)), large


def _set(place: dict[str, Any], name: str, texts: Sequence[Tensor], count: int) -> None:
    """Put the texts, each `count` times, into the last rows of a tensor that has grown for them."""
    before = place[name][: -count * len(texts)]
    place[name] = torch.cat([before, *(text.to(before).expand(count, *text.shape[1:]) for text in texts)])


def summed(output: Tensor, weights: Sequence[float], count: int) -> Tensor:
    """(U + k B, ...) -> (U + B, ...): the last rows, B = `count` for each of k weights, added up by them."""
    told = len(weights) * count
    said = output[-told:].unflatten(0, (len(weights), count))
    shares = torch.tensor(list(weights), dtype=torch.float32, device=said.device).view(-1, *[1] * (said.ndim - 1))
    return torch.cat([output[:-told], (shares * said.float()).sum(0).to(said.dtype)])
