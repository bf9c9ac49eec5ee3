"""A progress bar on a terminal: how much of the budget is used, the step, the loss, and the time that is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Bar:
    """One stage's line."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=1.0, told="")

    def show(self, used: float, step: int, loss: float) -> None:
        """used: part of the budget, 0 to 1."""
        self._progress.update(self._task, completed=min(1.0, used), told=f"step {step}, loss {loss:.4f}")


@contextmanager
def bar(title: str, shown: bool = True) -> Iterator[Bar]:
    """A bar on standard error; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}")
    with Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not (shown and console.is_terminal)
    ) as live:
        yield Bar(live, title)
