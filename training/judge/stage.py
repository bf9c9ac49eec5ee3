"""Stage: the judge, on renders alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from training.data.scene import Scene
from training.judge.marking import by_mark
from training.judge.net import Judge
from training.judge.school import SchoolLessons, drawn, roughened, unflattened
from training.judge.seeing import look_at_renders
from training.judge.targets import losses
from training.lessons import Fresh, Source
from training.machine import device_of, mixed
from training.pictures import UNSEEN, generator, values

FILE = "judge.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """Sizes of the judge and of its batches."""

    width: int = 24  #: channels after the stem
    batch: int = 48
    size: int = 128  #: pixels of a render
    seed: int = 9


class JudgeStage:
    """Learns to name what renders show."""

    def __init__(self, settings: JudgeSettings, source: Source | None = None) -> None:
        self.settings = settings
        self.source: Source = source or Fresh(SchoolLessons(settings.size))
        torch.manual_seed(99)
        self.model: nn.Module = Judge(settings.width).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def losses(self, step: int) -> dict[str, Tensor]:
        s, device = self.settings, device_of(self.model)
        rows = self.source.take(step, s.batch, device)
        pictures = roughened(values(rows["pictures"]), generator(s.seed, step, device=device))
        with mixed(device):
            said = self.model(pictures)
        found = losses(said, unflattened(rows))
        return {"loss": torch.stack(list(found.values())).sum(), **found}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Shares right on unseen renders."""
        chosen = drawn(UNSEEN, 384)
        return examined(model, chosen), None


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
