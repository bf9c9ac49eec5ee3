"""`atelier train STAGE`: make the embedded model, one resumable stage at a time, or `all` of them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from cli.words import tr

if TYPE_CHECKING:
    from training.presets import PresetName

NEEDED = ("torch", "diffusers", "emoji", "sacrebleu", "tensorboard")


def run_train(
    stage: str, preset: str, minutes: float | None, out: Path, start: Path | None = None, device: str | None = None,
    pictures: Path | None = None,
) -> int:  # fmt: skip
    """The command. 2 for a stage or preset that does not exist, 1 where a package is missing or an evaluation falls
    short of the stage's standard."""
    console = Console(stderr=True, highlight=False)
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        console.print(f"[red]✗[/red] {tr('train_missing')}")
        return 1
    from training.presets import PRESETS  # here: it loads torch
    from training.stages import NAMES

    if preset not in PRESETS or stage not in NAMES:
        console.print(f"[red]✗[/red] {tr('train_unknown', stages=', '.join(NAMES), presets=', '.join(PRESETS))}")
        return 2
    return _train(stage, preset, minutes, out, start, device, pictures, console)


def _train(
    stage: str, preset: PresetName, minutes: float | None, out: Path, start: Path | None, device: str | None,
    pictures: Path | None, console: Console,
) -> int:  # fmt: skip
    from training.bank import BankEmpty
    from training.data.render import FontMissing
    from training.stages import StageMissing, train
    from training.standards import shortfalls
    from training.warm import WarmStartUnfit

    try:
        found = train(stage, preset, minutes, out, start, device, pictures)
    except (StageMissing, WarmStartUnfit, BankEmpty, FontMissing, ValueError, OSError) as error:
        console.print(f"[red]✗[/red] {error}")
        return 2
    for name, numbers in found.items():
        told = ", ".join(f"{key} {value:.4g}" for key, value in numbers.items())
        console.print(f"[green]✓[/green] {name} {told}")
    short = shortfalls(preset, found)
    for one in short:
        words = "train_not_kept" if one.number == "kept" else "train_short"
        console.print(f"[red]✗[/red] {tr(words, **one._asdict())}")
    return 1 if short else 0
