"""Stage 5: the independent judge, a small residual convolutional net that names the object and the place of a picture.

It is trained on renders alone, with another backbone and another seed than anything that paints or guides, and its word
counts only after it has scored 95 % on unseen renders and chance where the answers were shuffled.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn

from training.data.objects import objects
from training.data.places import by_key, places
from training.data.scene import Scene, Thing, sample
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, generator

OBJECTS = {item.key: i for i, item in enumerate(objects())}
PLACES = {place.key: i for i, place in enumerate(places())}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """Sizes of the judge and of its batches."""

    width: int = 24  #: channels of the first level; each further one has twice as many
    batch: int = 64
    size: int = 128  #: pixels of a render; the judge looks at half of that
    seed: int = 50_000_000_000  #: first scene, far from those that the other stages see


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut, halving the resolution."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inside, outside, 3, stride=2, padding=1, bias=False)
        self.second = nn.Conv2d(outside, outside, 3, padding=1, bias=False)
        self.shortcut = nn.Conv2d(inside, outside, 1, stride=2, bias=False)
        self.norms = nn.ModuleList([nn.GroupNorm(8, outside), nn.GroupNorm(8, outside)])

    def forward(self, x: Tensor) -> Tensor:
        """(n, inside, h, w) to (n, outside, h / 2, w / 2)."""
        hidden = F.relu(self.norms[0](self.first(x)))
        return F.relu(self.norms[1](self.second(hidden)) + self.shortcut(x))


class Judge(nn.Module):
    """Logits of the object and of the place."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(*(Residual(width << level, width << (level + 1)) for level in range(4)))
        self.object = nn.Linear(2 * (width << 4), len(OBJECTS))
        self.place = nn.Linear(2 * (width << 4), len(PLACES))

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, h, w) in -1 to 1, to (n, objects) and (n, places)."""
        small = F.interpolate(pictures, size=(64, 64), mode="bilinear", antialias=True, align_corners=False)
        features = self.body(self.stem(small))  # (n, 16 width, 4, 4)
        pooled = torch.cat([features.mean(dim=(2, 3)), features.amax(dim=(2, 3))], dim=1)
        return self.object(pooled), self.place(pooled)


def subjects(first: int, count: int) -> list[Scene]:
    """Scenes with one thing each, every object and place equally often, at varied sizes and spots."""
    chosen = []
    for seed in range(first, first + count):
        rng, time = Random(f"judge {seed}"), sample(seed).time
        size = rng.uniform(0.45, 0.72)
        thing = Thing(rng.choice(list(OBJECTS)), rng.uniform(0.4, 0.6), rng.uniform(0.48, 0.66), size)
        place = rng.choice(list(PLACES))
        chosen.append(Scene(place, time if by_key()[place].has_sky else "day", (thing,), seed))
    return chosen


def roughened(pictures: Tensor, draw: torch.Generator) -> Tensor:
    """Blur and noise of random strength, so that the judge looks at shapes rather than at the sharpness of renders."""
    factor = int(torch.randint(1, 4, (), generator=draw))
    if factor > 1:
        small = F.interpolate(pictures, scale_factor=1 / factor, mode="bilinear", antialias=True)
        pictures = F.interpolate(small, size=pictures.shape[-2:], mode="bilinear")
    strength = torch.rand(len(pictures), 1, 1, 1, generator=draw) * 0.1
    return pictures + strength * torch.randn(pictures.shape, generator=draw)


class JudgeStage:
    """Learns to name what renders show."""

    def __init__(self, settings: JudgeSettings) -> None:
        self.settings = settings
        torch.manual_seed(99)
        self.model: nn.Module = Judge(settings.width).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def losses(self, step: int) -> dict[str, Tensor]:
        s, draw = self.settings, generator(self.settings.seed, step)
        chosen = subjects(s.seed + step * s.batch, s.batch)
        device = device_of(self.model)
        pictures = roughened(batch(chosen, s.size), draw).to(device)
        with mixed(device):
            named, placed = self.model(pictures)
        thing, place = (answers.to(device) for answers in truth(chosen))
        object_loss = F.cross_entropy(named.float(), thing, label_smoothing=0.05)
        place_loss = F.cross_entropy(placed.float(), place, label_smoothing=0.05)
        right = named.argmax(1).eq(thing).float().mean()
        return {"loss": object_loss + place_loss, "object": object_loss, "place": place_loss, "right": right}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Shares right on unseen renders, and on the same renders with shuffled answers."""
        return qualification(model, 512), None


def truth(chosen: list[Scene]) -> tuple[Tensor, Tensor]:
    """Indices of each scene's object and place, both (n)."""
    return (
        torch.tensor([OBJECTS[scene.things[0].key] for scene in chosen]),
        torch.tensor([PLACES[scene.place] for scene in chosen]),
    )


@torch.no_grad()
def qualification(model: nn.Module, count: int) -> dict[str, float]:
    """How far the judge can be trusted: shares (0 to 1) right on `count` unseen renders, and with answers shuffled."""
    chosen = subjects(UNSEEN, count)
    device = device_of(model)
    parts = [model(batch(chosen[i : i + 64], 128).to(device)) for i in range(0, count, 64)]
    named, placed = (torch.cat(logits).argmax(1).cpu() for logits in zip(*parts, strict=True))
    thing, place = truth(chosen)
    order = torch.randperm(count, generator=generator(count))
    return {
        "object": float(named.eq(thing).float().mean()),
        "place": float(placed.eq(place).float().mean()),
        "object_shuffled": float(named.eq(thing[order]).float().mean()),
        "place_shuffled": float(placed.eq(place[order]).float().mean()),
    }
