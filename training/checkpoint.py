"""Saving and resuming a run: files and folders that are either the old state or the new one, never half of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import torch
from torch import nn


class CheckpointUnfit(ValueError):
    """A checkpoint is of another net than the one that is to go on from it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is of another net: {why}. Go on with the preset that it was begun with, or in another folder."
        )
        self.path = path


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
    unfinished = path.with_suffix(".partial")
    torch.save({name: getattr(state, name) for name in State.__slots__}, unfinished)
    unfinished.replace(path)


def load(path: Path) -> State | None:
    """The state at `path`, or None where there is none yet."""
    if not path.is_file():
        return None
    return State(**torch.load(path, map_location="cpu", weights_only=True))


def put(weights: dict[str, Any], into: nn.Module, path: Path) -> None:
    """Load weights that lie at `path`. Raises CheckpointUnfit where their names or shapes are others."""
    try:
        into.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointUnfit(path, str(error).splitlines()[-1].strip()) from error


def put_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Put there at once what `write` writes; several processes may do so for the same path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    write(unfinished)
    unfinished.replace(path)


def kept_chunks(folder: Path, count: int, chunk: int, make: Callable[[int, int], Any]) -> list[Any]:
    """Tensors for `count` rows, so many at a time as `make` makes them of a first row and a number of rows; those that
    lie in `folder` are not made again."""
    parts = []
    for first in range(0, count, chunk):
        some = min(chunk, count - first)
        path = folder / f"{first:06d}-{some}.pt"
        if not path.is_file():
            put_whole(path, partial(torch.save, make(first, some)))
        parts.append(torch.load(path, weights_only=True))
    return parts


def digest(*made_of: object) -> str:
    """A name for what comes of these: nets by their weights, all else by what `repr` says of it."""
    mixed = blake2b(digest_size=6)
    for part in made_of:
        if not isinstance(part, nn.Module):
            mixed.update(f"{part!r}\n".encode())
            continue
        for name, value in sorted(part.state_dict().items()):
            mixed.update(name.encode() + value.detach().cpu().contiguous().float().numpy().tobytes())
    return mixed.hexdigest()


def weights_in(folder: Path) -> str:
    """A name for the weights that lie in a model's folder."""
    mixed = blake2b(digest_size=6)
    for path in sorted(folder.rglob("*.safetensors")):
        mixed.update(path.read_bytes())
    return mixed.hexdigest()


def holder(folder: Path) -> str | None:
    """What `claimed` wrote there."""
    path = folder / "of.txt"
    return path.read_text("utf-8") if path.is_file() else None


def claimed(folder: Path, by: str) -> None:
    """Say in `folder` what its content comes of. Raises ValueError where a run of something else has begun there."""
    if (held := holder(folder)) == by:
        return
    if held is not None and (folder / "checkpoint.pt").is_file():
        raise ValueError(f"{folder} holds a run of something else. Remove it, or train in another folder.")
    put_whole(folder / "of.txt", lambda unfinished: unfinished.write_text(by, "utf-8"))


def made_way(folder: Path, by: str) -> Path | None:
    """Claim `folder`; a run of something else that lies there gets another name, which is returned."""
    aside, held = None, holder(folder)
    if held not in (None, by):
        aside = folder.with_name(f"{folder.name}-{held}")
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    claimed(folder, by)
    return aside


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
