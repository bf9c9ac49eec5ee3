"""A bank of lessons: chunks of rendered rows that other processes make ahead of the stages which learn from them.

A GPU learns faster than one CPU core renders. So all cores render into `FOLDER/chunk-000000.safetensors` and so on; a
stage keeps on its device what it needs of the chunks that are there, takes in the others as they come, and draws its
rows from what it has. `training.filling` is the program that renders, `training.shelves` says what into which folder.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.checkpoint import put_whole
from training.lessons import Columns, Maker
from training.pictures import generator

PATIENCE = 300.0  #: seconds for which a stage waits for the first chunk
LOOK_EVERY = 20  #: batches between two looks for new chunks


class BankEmpty(Exception):
    """Nothing has been rendered into the bank."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Nothing is rendered into {folder}. Run `python -m training.filling` and see what it says.")
        self.folder = folder


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSettings:
    """How much is rendered."""

    scenes: int  #: rows of scenes
    school: int  #: rows for the judge
    chunk: int = 1000  #: rows, even
    captions: int = 8  #: of each scene


def path_of(folder: Path, number: int) -> Path:
    return folder / f"chunk-{number:06d}.safetensors"


def write_chunk(folder: Path, make: Maker, number: int, rows: int) -> None:
    """Make one chunk, unless it is there."""
    path = path_of(folder, number)
    if path.is_file():
        return
    torch.set_num_threads(1)
    columns = {name: column.contiguous() for name, column in make(number * rows, rows).items()}
    put_whole(path, lambda unfinished: save_file(columns, unfinished))


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of rows and how many chunks of them are wanted."""

    folder: Path
    make: Maker
    chunks: int
    rows: int  #: of a chunk


def fill(shelves: list[Shelf], processes: int) -> None:
    """Make all chunks that are not there, those with the lowest numbers first, on so many processes."""
    numbered = ((shelf, number) for shelf in shelves for number in range(shelf.chunks))
    wanted = [
        (number / shelf.chunks, shelf, number)
        for shelf, number in numbered
        if not path_of(shelf.folder, number).is_file()
    ]
    with ProcessPoolExecutor(processes, get_context("spawn"), os.nice, (5,)) as pool:
        jobs = [
            pool.submit(write_chunk, shelf.folder, shelf.make, number, shelf.rows)
            for _, shelf, number in sorted(wanted, key=lambda one: one[0])
        ]
        for job in jobs:
            job.result()


Kept = Callable[[Columns], Columns]
"""What a stage keeps of a chunk's columns, which lie on its device."""


class Bank:
    """The rows of a shelf that are ready, as far as `kept` keeps them, on a device."""

    def __init__(self, folder: Path, device: torch.device, most: int, kept: Kept) -> None:
        self.folder, self.device, self.most, self.kept = folder, device, most, kept
        self.columns: Columns = {}
        self._filled = self._chunks = 0

    def __len__(self) -> int:
        return self._filled

    @torch.no_grad()
    def refresh(self) -> None:
        """Take in the chunks that have come since, up to `most` rows."""
        while self._filled < self.most and (path := path_of(self.folder, self._chunks)).is_file():
            self._append(self.kept({name: one.to(self.device) for name, one in load_file(path).items()}))
            self._chunks += 1

    def _append(self, columns: Columns) -> None:
        rows = min(len(next(iter(columns.values()))), self.most - self._filled)
        for name, column in columns.items():
            if name not in self.columns:
                self.columns[name] = column.new_empty((self.most, *column.shape[1:]))
            self.columns[name][self._filled : self._filled + rows] = column[:rows]
        self._filled += rows

    def wait(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Return when there are rows. Raises BankEmpty when none come."""
        until = clock() + PATIENCE
        self.refresh()
        while not len(self):
            if clock() > until:
                raise BankEmpty(self.folder)
            time.sleep(0.2)
            self.refresh()


@dataclass(slots=True)
class Banked:
    """Rows of a bank, drawn anew at every step from those that are ready."""

    bank: Bank
    seed: int
    taken: int = 0  #: batches that this process has drawn; of several processes each sees some of the steps only

    def take(self, step: int, count: int, device: torch.device) -> Columns:
        if not len(self.bank):
            self.bank.wait()
        elif self.taken % LOOK_EVERY == 0:
            self.bank.refresh()
        self.taken += 1
        draw = generator(self.seed, step, device=device)
        first = 2 * torch.randint(len(self.bank) // 2, (count // 2,), generator=draw, device=device)
        rows = torch.stack([first, first + 1], dim=1).flatten()
        return {name: column[rows] for name, column in self.bank.columns.items()}
