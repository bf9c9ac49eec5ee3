"""What a painted picture is worth: our own frozen CLIP's opinion, and the scene's rules, which cannot be flattered.

CLIP alone is soon hacked by textures that it likes, and ours can hardly tell apart pictures of one caption: within such
a group it agrees with the held-out judge at r = 0.05, the drawings that are found at 0.33. The rules compare with the
scene graph that the caption was made from (ml: reward = CLIP + rules, with a held-out scorer that is never optimised).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import CLIPModel, CLIPTokenizer

from training.data.scene import Scene
from training.judge import Judge
from training.judge.tables import OBJECTS, WHOLE
from training.lessons import tokens
from training.matching import drawings_found
from training.pictures import batch, resized

Reward = Callable[[Tensor, Sequence[str], Sequence[Scene]], Tensor]
"""Of n pictures (n, 3, h, w) in -1 to 1, their captions and their scenes: (n), more is better."""

LAYOUT = 8  #: cells a side in which the layout is compared


@torch.no_grad()
def similarity(clip: CLIPModel, pictures: Tensor, ids: Tensor) -> Tensor:
    """Cosine of each picture and its caption, (n), -1 to 1."""
    edge = clip.config.vision_config.image_size
    seen = resized(pictures, edge)
    output = clip(pixel_values=seen, input_ids=ids)
    cosine: Tensor = (output.image_embeds * output.text_embeds).sum(dim=1)
    return cosine


def layout(pictures: Tensor) -> Tensor:
    """Mean colours of a coarse grid, (n, 3, LAYOUT, LAYOUT)."""
    return F.adaptive_avg_pool2d(pictures, LAYOUT)


def layout_rule(pictures: Tensor, chosen: Sequence[Scene]) -> Tensor:
    """How near the coarse colours are to the renderer's picture of the same scene: (n), 0 (opposite) to 1 (equal).

    A caption leaves places and sizes open, so the measure is coarse, and forgives a shift of one cell."""
    once = {scene: row for row, scene in enumerate(dict.fromkeys(chosen))}
    wanted = layout(batch(tuple(once), pictures.shape[-1]))[[once[scene] for scene in chosen]].to(pictures)
    error = (layout(pictures) - wanted).abs().mean(dim=1, keepdim=True)  # (n, 1, LAYOUT, LAYOUT)
    forgiven = -F.max_pool2d(-error, 3, stride=1, padding=1)
    return 1 - ((error + forgiven) / 4).mean(dim=(1, 2, 3))


def clip_and_rules(clip: CLIPModel, tokenizer: CLIPTokenizer, rules: float = 1.0) -> Reward:
    """CLIP's cosine plus `rules` times what the scene's rules say: which drawings are found, and how the colours lie.

    tokenizer: CLIP's own, which may not be the painter's."""

    def reward(pictures: Tensor, captions: Sequence[str], chosen: Sequence[Scene]) -> Tensor:
        ids = tokens(tokenizer, captions).to(pictures.device)
        followed = drawings_found(pictures, chosen) + layout_rule(pictures, chosen)
        return similarity(clip, pictures, ids) + rules * followed

    return reward


def judged(judge: Judge) -> Reward:
    """The held-out scorer: the mean probability, 0 to 1, that a judge gives to the scene's things and to its place."""

    @torch.no_grad()
    def score(pictures: Tensor, captions: Sequence[str], chosen: Sequence[Scene]) -> Tensor:
        said = judge(pictures)
        there = (said.thing.softmax(dim=1) * said.heat.sigmoid()[:, None]).amax(dim=(2, 3))  # (n, OBJECTS)
        place = said.whole["place"].softmax(dim=1)
        right = [
            torch.cat([there[row, _things(scene)], place[row, [WHOLE["place"].index(scene.place)]]]).mean()
            for row, scene in enumerate(chosen)
        ]
        return torch.stack(right)

    return score


def _things(scene: Scene) -> list[int]:
    return [OBJECTS.index(thing.key) for thing in scene.things]


def advantages(rewards: Tensor, group: int, largest: float = 2.0) -> Tensor:
    """Rewards (n) of consecutive groups of one caption each, as shares of what is right, (n), 0 to 1.

    Within a group: the mean is 0.5, one deviation of all rewards is 0.5 / `largest` (arXiv:2509.16117)."""
    grouped = rewards.view(-1, group)
    away = (grouped - grouped.mean(dim=1, keepdim=True)) / (grouped.std() + 1e-6)
    return (away / largest).clamp(-1, 1).flatten() / 2 + 0.5
