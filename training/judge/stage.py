"""Stage: the judge, on renders alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from training.data.scene import Mix, Scene, draw, kind_of
from training.judge.marking import by_mark
from training.judge.net import Judge
from training.judge.seeing import look_at_renders
from training.judge.targets import Targets, losses, targets
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, generator

FILE = "judge.safetensors"
SCHOOL = Mix(
    kinds=(
        ("nothing", 0.01), ("single", 0.4), ("count", 0.18), ("pair", 0.24), ("dressed", 0.06), ("crowd", 0.04),
        ("three", 0.07),
    ),
    tinted=0.35, time=0.3, weather=0.25, style=0.4,
)  #: more of what is rare in training  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """Sizes of the judge and of its batches."""

    width: int = 24  #: channels after the stem
    batch: int = 48
    size: int = 128  #: pixels of a render
    seed: int = 50_000_000_000  #: first scene, far from those that the other stages see


def drawn(first: int, count: int, mix: Mix = SCHOOL) -> list[Scene]:
    """Scenes of every kind, those combinations among them that the painter never saw."""
    return [_drawn(seed, mix) for seed in range(first, first + count)]


def _drawn(seed: int, mix: Mix) -> Scene:
    rng = Random(f"judge {seed}")
    return draw(rng, mix, seed, kind_of(rng, mix))


def roughened(pictures: Tensor, rng: torch.Generator) -> Tensor:
    """Blur, noise, contrast and light of random strength, so that the judge looks at shapes and not at how sharp
    renders are."""
    factor = int(torch.randint(1, 4, (), generator=rng))
    if factor > 1:
        small = F.interpolate(pictures, scale_factor=1 / factor, mode="bilinear", antialias=True)
        pictures = F.interpolate(small, size=pictures.shape[-2:], mode="bilinear")
    noise, contrast, light = torch.rand(3, len(pictures), 1, 1, 1, generator=rng)
    grain = 0.1 * noise * torch.randn(pictures.shape, generator=rng)
    changed: Tensor = pictures * (0.8 + 0.4 * contrast) + 0.2 * (light - 0.5) + grain
    return changed


class JudgeStage:
    """Learns to name what renders show."""

    def __init__(self, settings: JudgeSettings) -> None:
        self.settings = settings
        torch.manual_seed(99)
        self.model: nn.Module = Judge(settings.width).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def losses(self, step: int) -> dict[str, Tensor]:
        s, device = self.settings, device_of(self.model)
        chosen = drawn(s.seed + step * s.batch, s.batch)
        pictures = roughened(batch(chosen, s.size), generator(s.seed, step)).to(device)
        with mixed(device):
            said = self.model(pictures)
        found = losses(said, _on(targets(chosen), device))
        return {"loss": torch.stack(list(found.values())).sum(), **found}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Shares right on unseen renders."""
        chosen = drawn(UNSEEN, 384)
        return examined(model, chosen), None


def _on(wanted: Targets, device: torch.device) -> Targets:
    labels, whole = ({name: value.to(device) for name, value in part.items()} for part in (wanted.labels, wanted.whole))
    return Targets(wanted.heat.to(device), wanted.edge.to(device), labels, whole)


def examined(judge: nn.Module, chosen: Sequence[Scene]) -> dict[str, float]:
    """The share, 0 to 1, of these scenes' renders on which the judge is right, by attribute."""
    found = by_mark(chosen, look_at_renders(judge, chosen))
    return {name: sum(rights) / len(rights) for name, rights in found.items()}


def save_judge(judge: nn.Module, folder: Path) -> None:
    """One file, in half precision."""
    weights = {name: value.half().contiguous() for name, value in judge.state_dict().items()}
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / FILE)


def load_judge(folder: Path) -> Judge:
    """The judge that a training run left in `folder`. Raises FileNotFoundError."""
    weights = load_file(folder / FILE)
    judge = Judge(weights["stem.weight"].shape[0])
    judge.load_state_dict({name: value.float() for name, value in weights.items()})
    return judge.requires_grad_(False).eval()
