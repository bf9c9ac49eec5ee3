"""A device that is too small for the batch: halved, and said with words when one picture is too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from models.errors import OutOfMemory
from models.memory import in_batches, ran_out
from models.painting import Painter
from tests.models.comparing import ORDER, farthest

pytestmark = pytest.mark.torch


def full() -> Exception:
    return OutOfMemory(model="m", device="d", width=1, height=1)


@given(st.integers(1, 20), st.integers(1, 8), st.integers(1, 8))
def test_everything_is_painted_once_and_in_order(count: int, size: int, room: int) -> None:
    tried: list[int] = []

    def paint(batch: Sequence[int]) -> list[int]:
        tried.append(len(batch))
        if len(batch) > room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return list(batch)

    assert in_batches(range(count), size, paint, full, lambda: None) == list(range(count))
    assert sum(length for length in tried if length > room) <= 2 * size


def test_when_not_even_one_fits_it_is_said_with_words() -> None:
    def paint(batch: Sequence[int]) -> list[int]:
        raise RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)")

    with pytest.raises(OutOfMemory, match="not even one picture") as failure:
        in_batches(range(4), 4, paint, full)
    assert ran_out(failure.value.__cause__ or ValueError())


def test_other_errors_are_not_taken_for_a_full_memory() -> None:
    def paint(batch: Sequence[int]) -> list[int]:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="mat1"):
        in_batches(range(4), 4, paint, full)


def test_a_painter_halves_its_batch_and_paints_the_same_pictures(painters: Callable[[str], Painter]) -> None:
    painter = painters("sd")
    wanted = painter.paint(ORDER)

    def small_device(module: Any, args: tuple[Any, ...]) -> None:
        if len(args[0]) > 4:  # with classifier-free guidance: two pictures
            raise torch.OutOfMemoryError("CUDA out of memory")

    handle = painter.pipeline.unet.register_forward_pre_hook(small_device)
    seen: list[tuple[int, int]] = []
    try:
        pictures = painter.paint(ORDER, lambda step: seen.append((step.index, step.total)))
    finally:
        handle.remove()
    assert farthest(pictures, wanted) <= 2
    assert seen == [(index, 12) for index in range(12)]


def test_a_painter_without_room_for_one_names_model_size_and_device(painters: Callable[[str], Painter]) -> None:
    painter = painters("sd")

    def no_device(module: Any, args: tuple[Any, ...]) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    handle = painter.pipeline.unet.register_forward_pre_hook(no_device)
    try:
        with pytest.raises(OutOfMemory, match="tiny-sd does not fit into the memory of CPU at 64x64"):
            painter.paint(ORDER)
    finally:
        handle.remove()
    assert len(painter.paint(replace(ORDER, candidates=1))) == 1
