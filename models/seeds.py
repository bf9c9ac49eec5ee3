"""A seed is a promise: the noise of a candidate depends on (version, seed, candidate, purpose) and on nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor

NOISE_VERSION = 1  # counted up when the noise of a seed changes; the record of a picture keeps it
Purpose = Literal[
    "noise", "variation", "sampler", "cutouts", "chaos", "preview", "repaint", "weird", "roll", "style", "turn"
]


def _digest(seed: int, candidate: int, purpose: Purpose) -> bytes:
    return hashlib.sha256(f"atelier:{NOISE_VERSION}:{seed}:{candidate}:{purpose}".encode()).digest()


def generator(seed: int, candidate: int, purpose: Purpose) -> torch.Generator:
    """The CPU generator of one candidate (0, 1, ...) for one purpose."""
    return torch.Generator("cpu").manual_seed(int.from_bytes(_digest(seed, candidate, purpose)[:4], "big"))


def noise(seed: int, candidate: int, purpose: Purpose, shape: Sequence[int]) -> Tensor:
    """Unit normal noise of `shape` in fp32 on the CPU.

    torch's CPU generator keeps 32 bits of its seed, fewer than there are pairs of seed and candidate; the sum of two
    independent draws over the square root of 2 is unit normal again and carries 64 bits of the hash.
    """
    digest = _digest(seed, candidate, purpose)
    draws = (
        torch.randn(*shape, generator=torch.Generator("cpu").manual_seed(int.from_bytes(part, "big")))
        for part in (digest[:4], digest[4:8])
    )
    return sum(draws, torch.zeros(*shape)) / 2**0.5


def noises(seed: int, candidates: Sequence[int], purpose: Purpose, shape: Sequence[int]) -> Tensor:
    """The noise of several candidates, (B, *shape), the same for each however they are put together."""
    return torch.stack([noise(seed, candidate, purpose, shape) for candidate in candidates])
