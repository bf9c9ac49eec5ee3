"""From an order's words to the arguments of a pipeline, and to the texts that its denoiser is to hear side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.emphasis import plain
from models.families import Family
from models.order import Chunk, PaintOrder
from models.words import Heard, hear, special

PUSH = -0.5  # weight of what should not be there, against all that should, where it is a text like the others


@dataclass(frozen=True, slots=True)
class Speech:
    """`arguments` of the pipeline; `heard` with `weights` of sum 1: two or more texts of a multi-prompt, or none."""

    arguments: dict[str, Any]
    heard: tuple[Heard, ...] = ()
    weights: tuple[float, ...] = ()

    @property
    def texts(self) -> int:
        """How many texts the denoiser hears for each picture."""
        return max(1, len(self.heard))


def speech(pipeline: Any, family: Family, order: PaintOrder, count: int) -> Speech:
    """What is said for `count` candidates of `order`: through the stock pipeline's own door wherever it understands."""
    guided = family.hears_negative(getattr(pipeline, family.denoiser), order.guidance_scale)
    parts, negative = parts_of(order, guided)
    texts = [part.text for part in parts]
    scale: dict[str, Any] = {"guidance_scale": order.guidance_scale}
    usual = order.loudness == 1 or not family.towers
    if len(parts) == 1 and usual and not special(pipeline, family, [*texts, negative]):
        words = texts if family.towers else [plain(texts[0])]
        scale["num_images_per_prompt"] = count
        return Speech({**scale, "prompt": words[0], **({"negative_prompt": negative} if negative else {})})
    *heard, silence = hear(pipeline, family, [*texts, negative], [*[order.loudness] * len(texts), 1.0])
    if not negative and pipeline.config.get("force_zeros_for_empty_prompt", False):
        silence = silence.silent()
    arguments = {
        **scale,
        **_embedded("", heard[0], count),
        **(_embedded("negative_", silence, count) if guided else {}),
    }
    if len(parts) == 1:
        return Speech(arguments)
    total = sum(part.weight for part in parts)
    return Speech(arguments, tuple(heard), tuple(part.weight / total for part in parts))


def parts_of(order: PaintOrder, guided: bool) -> tuple[Sequence[Chunk], str]:
    """The texts with their weights, and the negative prompt: one of the texts where it has no `guided` pass."""
    parts = [chunk for chunk in order.chunks if chunk.weight] or [Chunk(order.prompt)]
    if not order.negative_prompt or guided:
        return parts, order.negative_prompt
    return [*parts, Chunk(order.negative_prompt, PUSH * sum(part.weight for part in parts))], ""


def _embedded(prefix: str, heard: Heard, count: int) -> dict[str, Any]:
    """One row for each picture: not every pipeline repeats the embeddings that it is given."""
    named = {f"{prefix}prompt_embeds": heard.states.expand(count, -1, -1)}
    if heard.pooled is not None:
        named[f"{prefix}pooled_prompt_embeds"] = heard.pooled.expand(count, -1)
    return named
