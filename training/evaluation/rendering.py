"""Renders by several processes, where there are cores for them: one core makes some sixty of 128 pixels a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from torch import Tensor

from training.data.graph import Scene
from training.data.render import render
from training.pictures import batch, tensors

FEW = 4  #: cores, up to which other processes are not worth their start
AT_A_TIME = 8  #: scenes that a process is given

Rendered = Callable[[Sequence[Scene], int], Tensor]
"""Of scenes and a side in pixels: (n, 3, side, side), in -1 to 1."""


def processes_for(cores: int) -> int:
    """How many processes should render on a machine with so many cores; 1 is this one."""
    return 1 if cores <= FEW else cores - 1


@contextmanager
def renderer(processes: int) -> Iterator[Rendered]:
    """What renders, by so many processes, which live as long as the block."""
    if processes == 1:
        yield batch
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield partial(_shared, pool)


def _shared(pool: ProcessPoolExecutor, chosen: Sequence[Scene], size: int) -> Tensor:
    return tensors(list(pool.map(partial(render, size=size), chosen, chunksize=AT_A_TIME)))
