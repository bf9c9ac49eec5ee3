"""`atelier train STAGE`: make the embedded model, one resumable stage at a time."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from rich.console import Console

from cli.words import tr

NEEDED = ("torch", "diffusers", "emoji", "tensorboard")


def run_train(stage: str, preset: str, minutes: float | None, out: Path) -> int:
    """The command. 2 for a stage or preset that does not exist, 1 where a package is missing."""
    console = Console(stderr=True, highlight=False)
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        console.print(f"[red]✗[/red] {tr('train_missing')}")
        return 1
    return _train(stage, preset, minutes, out, console)


def _train(stage: str, preset: str, minutes: float | None, out: Path, console: Console) -> int:
    from training.presets import PRESETS  # here: it loads torch
    from training.stages import STAGES, StageMissing, train

    if preset not in PRESETS or stage not in STAGES:
        console.print(f"[red]✗[/red] {tr('train_unknown', stages=', '.join(STAGES), presets=', '.join(PRESETS))}")
        return 2
    try:
        train(stage, preset, minutes, out)
    except (StageMissing, ValueError) as error:
        console.print(f"[red]✗[/red] {error}")
        return 2
    return 0
