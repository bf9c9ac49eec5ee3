"""Did it move? Paired differences, each seed its own control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

EXACT_UP_TO = 16  #: pairs: 65,536 assignments of signs
DRAWN, RESAMPLED = 100_000, 10_000


def p_value(differences: Sequence[float]) -> float:
    """One-sided: how often signs dealt out by chance make a mean at least as large (Fisher's paired permutation test).

    All assignments of signs up to 16 pairs, 100,000 drawn ones beyond. 0 < p <= 1."""
    values = np.asarray(differences, float)
    count = len(values)
    if count <= EXACT_UP_TO:
        signs = 1 - 2 * ((np.arange(2**count)[:, None] >> np.arange(count)) & 1)
        return float(np.mean(signs @ values >= values.sum() - 1e-9 * np.abs(values).sum()))
    signs = np.random.default_rng(0).choice([-1, 1], (DRAWN, count))
    return float((1 + np.sum(signs @ values >= values.sum())) / (1 + DRAWN))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Each p corrected for all of them being looked at (Holm 1979)."""
    corrected, worst = {}, 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[name]))
        corrected[name] = worst
    return {name: corrected[name] for name in p_values}


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """95 % of the mean, by the percentiles of resampled means."""
    values = np.asarray(differences, float)
    draws = np.random.default_rng(0).integers(0, len(values), (RESAMPLED, len(values)))
    low, high = np.percentile(values[draws].mean(1), [2.5, 97.5])
    return float(low), float(high)
