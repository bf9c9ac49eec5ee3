"""How much of everything: seeds, steps, guidance.

--quality Q    steps = the model's steps x Q, at least 1; --draft: a quarter of that; a model with a student paints what
               has fewer steps than the student's in the student's, which has learnt no others
--stylize S    guidance scale = 1 + (the model's - 1) x f(S); f falls from 1.25 at 0 over 1 at 100 to 0.5 at 1000
--raw          above 100 counts as 100
"""

from __future__ import annotations

from collections.abc import Callable

from jobs.catalog import ModelEntry

SEEDS = 2**32
DRAFT = 0.25  #: of the steps


def seeds_for(count: int, given: int | None, draw_seed: Callable[[], int]) -> tuple[int, ...]:
    """`count` different seeds: from the given one upwards (around at 2**32), else drawn."""
    if given is not None:
        return tuple((given + k) % SEEDS for k in range(count))
    drawn: dict[int, None] = {}
    for _ in range(count):
        seed = draw_seed() % SEEDS
        while seed in drawn:
            seed = (seed + 1) % SEEDS
        drawn[seed] = None
    return tuple(drawn)


def steps_for(entry: ModelEntry, quality: float, draft: bool = False) -> int:
    """Denoising steps of a full run."""
    fewest = 1 if entry.student is None else entry.student_steps
    return max(fewest, round(entry.steps * quality * (DRAFT if draft else 1)))


def guidance_for(entry: ModelEntry, stylize: int, raw: bool = False) -> float:
    """The guidance scale, never rising with `stylize`; a model that paints without guidance keeps its own."""
    if entry.guidance_scale <= 1:
        return entry.guidance_scale
    stylize = min(stylize, 100) if raw else stylize
    factor = 1.25 - 0.25 * stylize / 100 if stylize <= 100 else 1 - 0.5 * (stylize - 100) / 900
    return round(1 + (entry.guidance_scale - 1) * factor, 4)
