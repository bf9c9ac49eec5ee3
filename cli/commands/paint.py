"""`atelier paint`: one grid of four, here and now, without queue or chat."""

from __future__ import annotations

import importlib.util
import secrets
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cli.commands.parse import MISTAKE, catalog_here, plan_of
from cli.quiet import quiet_libraries
from cli.words import terminal_locale, tr
from jobs.errors import AtelierError
from jobs.requests import PaintRequest
from messages.say import say


def run_paint(text: str, model: str | None, seed: int | None, out: Path) -> int:
    """The command. 2 for a mistake in the prompt, 1 for a fault of ours or a missing package."""
    console = Console(stderr=True, highlight=False)
    if any(importlib.util.find_spec(name) is None for name in ("torch", "diffusers")):
        console.print(f"[red]✗[/red] {tr('paint_missing')}")
        return 1
    try:
        found = plan_of(text, lambda: secrets.randbelow(2**32) if seed is None else seed, model, kept={})
    except AtelierError as error:
        console.print(f"[red]✗[/red] {say(error, terminal_locale())}")
        return MISTAKE
    return paint_all(found.requests, out, console)


def paint_all(requests: tuple[PaintRequest, ...], out: Path, console: Console) -> int:
    """Paint every request of a plan; `--repeat` counts the files."""
    quiet_libraries()
    from models.errors import ModelError

    for number, request in enumerate(requests, start=1):
        path = out if len(requests) == 1 else out.with_stem(f"{out.stem}-{number}")
        began = time.monotonic()
        try:
            paint_one(request, path, console)
        except (AtelierError, ModelError) as error:
            console.print(f"[red]✗[/red] {error}")
            return 1
        seconds = time.monotonic() - began
        console.print(f"[green]●[/green] {tr('painted', file=path, seconds=seconds, seed=request.seed)}")
    return 0


def paint_one(request: PaintRequest, path: Path, console: Console) -> None:
    """Paint one grid into `path` and its tiles beside it. Raises `models.errors.ModelError`."""
    from models.device import choose_device
    from models.loading import load
    from models.order import StepSeen
    from worker.gpu.orders import card_for, order_for
    from worker.gpu.pictures_of_job import grid_of, parameters_text, png

    painter = load(card_for(catalog_here().get(request.model)), choose_device(None))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(request.text, total=None)

        def seen(step: StepSeen) -> None:
            bar.update(task, completed=step.index + 1, total=step.total)

        tiles = painter.paint(order_for(request), seen)
    path.parent.mkdir(parents=True, exist_ok=True)
    words = parameters_text(request, type(painter.pipeline.scheduler).__name__, None)
    path.write_bytes(png(grid_of(tiles), words))
    for number, tile in enumerate(tiles, start=1):
        path.with_stem(f"{path.stem}-tile-{number}").write_bytes(png(tile, words))
