"""Numbers of a run, as JSON lines for people and scripts and as scalars for TensorBoard."""

from __future__ import annotations

import json
from pathlib import Path

from torch.utils.tensorboard import SummaryWriter


class Metrics:
    """Appends to `folder/metrics.jsonl` and to TensorBoard's event files beside it; quiet, to nothing."""

    def __init__(self, folder: Path, quiet: bool = False) -> None:
        self.quiet = quiet
        if quiet:
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "metrics.jsonl").open("a", encoding="utf-8")
        self._board = SummaryWriter(str(folder))

    def write(self, step: int, elapsed: float, values: dict[str, float]) -> None:
        """One row: `elapsed` in seconds, and each value under its name."""
        if self.quiet:
            return
        row = {"step": step, "elapsed": round(elapsed, 1), **{k: round(v, 6) for k, v in values.items()}}
        self._file.write(json.dumps(row) + "\n")
        self._file.flush()
        for name, value in values.items():
            self._board.add_scalar(name, value, step)

    def close(self) -> None:
        if self.quiet:
            return
        self._file.close()
        self._board.close()
