"""--chaos: candidates that stray from each other, each hearing the words through noise of its own at first.

Condition annealing (Sadat et al. 2024, "CADS: Unleashing the Diversity of Diffusion Models"): the text's embedding is
mixed with noise while the composition is decided, and clean again when the details are. Noise of each token by itself
is soon unheard by a model that knows few words, so each candidate also means something of its own: all its words are
turned aside by one angle, to the end, as --weird turns them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from torch import Tensor

from models.listening import listening
from models.seeds import noises
from models.weird import turned

LARGEST_ANGLE = 1.2  # radians, at chaos 100
DEAF_UNTIL, CLEAR_FROM = 0.1, 0.4  # shares of the steps: all noise (at chaos 100) before, none after


def noise_in_words(chaos: int, done: float) -> float:
    """Share of the variance of the embedding that is noise, 0..1, when `done` (0..1) of the steps are."""
    fading = (CLEAR_FROM - done) / (CLEAR_FROM - DEAF_UNTIL)
    return chaos / 100 * min(1.0, max(0.0, fading))


def strayed(words: Tensor, noise: Tensor, amount: float) -> Tensor:
    """Embeddings (B, T, D) with `amount` (0..1) of their variance replaced by unit `noise` (B, T, D)."""
    mean, deviation = words.mean(dim=(1, 2), keepdim=True), words.std(dim=(1, 2), keepdim=True)
    kept, given = math.sqrt(1 - amount), math.sqrt(amount)
    return mean + kept * (words - mean) + given * deviation * noise


@contextmanager
def straying(
    denoiser: Any, chaos: int, seed: int, candidates: Sequence[int], done: Callable[[], float]
) -> Iterator[None]:
    """Within the block, each candidate's row of the text that `denoiser` hears is noisy, one row for each entry of
    `candidates`; `done()` is 0..1."""
    if chaos == 0:
        yield
        return

    def stray(words: Tensor) -> Tensor:
        aside = noises(seed, candidates, "turn", (1, words.shape[-1])).to(words.device)
        heard, amount = turned(words, aside, LARGEST_ANGLE * chaos / 100), noise_in_words(chaos, done())
        if amount == 0:
            return heard
        return strayed(heard, noises(seed, candidates, "chaos", tuple(words.shape[1:])).to(words), amount)

    with listening(denoiser, len(candidates), stray):
        yield
