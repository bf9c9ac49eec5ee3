"""`atelier evaluate`: what a model can paint, attribute by attribute, by the word of an independent judge."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from rich.console import Console

from cli.commands.train import NEEDED
from cli.words import tr


def run_evaluate(arguments: Sequence[str]) -> int:
    """The command, with `training.evaluate`'s own options. 1 for a missed goal or a missing package, 2 for no model."""
    console = Console(stderr=True, highlight=False)
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        console.print(f"[red]✗[/red] {tr('train_missing')}")
        return 1
    from training.evaluate import run  # here: it loads torch

    try:
        return run(arguments)
    except OSError as error:
        console.print(f"[red]✗[/red] {error}")
        return 2
