"""Saving and resuming a run: files and folders that are either the old state or the new one, never half of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(slots=True)
class State:
    """Everything that a run needs to go on as if it had never stopped.

    Randomness is drawn from (seed, step) in every stage, so that no generator's state has to be kept.
    """

    model: dict[str, Any]
    ema: dict[str, Any]
    optimizer: dict[str, Any]
    step: int  #: optimiser steps made
    elapsed: float  #: seconds trained, over all sittings


def save(state: State, path: Path) -> None:
    """Write the state to `path`, atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save({name: getattr(state, name) for name in State.__slots__}, partial)
    partial.replace(path)


def load(path: Path) -> State | None:
    """The state at `path`, or None where there is none yet."""
    if not path.is_file():
        return None
    return State(**torch.load(path, map_location="cpu", weights_only=True))


def replaced(folder: Path, write: Callable[[Path], object]) -> None:
    """Fill `folder` anew through `write`, so that a reader finds the old content or the new."""
    fresh, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    write(fresh)
    if folder.is_dir():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
