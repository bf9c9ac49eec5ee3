"""Out of memory: halve the batch and go on. And what a model will need, before it is loaded."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

T = TypeVar("T")
MESSAGES = ("out of memory", "can't allocate memory", "not enough memory")  # CUDA and MPS; CPU; Windows


def ran_out(error: BaseException) -> bool:
    """Whether a device said that its memory is full; MPS and CPU say so with a plain RuntimeError."""
    if isinstance(error, torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in MESSAGES)


def release() -> None:
    """Give cached blocks back to the device, so that the smaller batch finds room."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()


def in_batches(
    items: Sequence[int],
    size: int,
    paint: Callable[[Sequence[int]], list[T]],
    full: Callable[[], Exception],
    make_room: Callable[[], None] = release,
) -> list[T]:
    """`paint` over `items`, `size` at a time; each time that memory runs out, the size is halved for the rest.

    Raises `full()` when a batch of one does not fit.
    """
    done: list[T] = []
    while len(done) < len(items):
        batch, cause = items[len(done) : len(done) + size], None
        try:
            done += paint(batch)
        except Exception as error:
            if not ran_out(error):
                raise
            cause = error.with_traceback(None)  # the traceback would keep the tensors of the failed batch alive
        if cause is not None:
            if len(batch) == 1:
                raise full() from cause
            size = len(batch) // 2
            make_room()
    return done


def bytes_for(parameters: int, bytes_each: int, width: int, height: int, batch: int = 1) -> int:
    """What painting needs, estimated: the weights, and what decoding `batch` pictures of width x height keeps alive.

    A full autoencoder's widest layers at full resolution have 256 channels, and about four such tensors live at once.
    """
    return int(parameters * bytes_each * 1.05) + batch * width * height * 4 * 256 * bytes_each
