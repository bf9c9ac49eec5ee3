"""What a stage's last evaluation has to reach before its result is fit for what builds on it, by the `cpu` and `gpu`
presets; the `toy` preset learns nothing worth a standard. The goals for what ships are `training.evaluation`'s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LEAST: dict[str, dict[str, float]] = {
    "autoencoder": {"psnr": 26.0},  # dB; as the goals have it
    "clip": {"en": 0.65, "zh": 0.65},  # nearest caption of 64
    "decoder": {"psnr": 26.0},
    "adversary": {"psnr": 26.0},
    "preview": {"psnr": 24.0},
    "judge": {"object": 0.9},
    "reinforce": {"kept": 1.0},  # 0 where what was before does better on what is held out
    "refine": {"kept": 1.0},
    "clip-tune": {"kept": 1.0},
}
EXEMPT = "toy"


class Shortfall(NamedTuple):
    """A number of a stage's evaluation that is lower than it has to be."""

    stage: str
    number: str
    value: float
    least: float


def shortfalls(preset: str, found: Mapping[str, Mapping[str, float]]) -> list[Shortfall]:
    """Those among the evaluations of these stages."""
    if preset == EXEMPT:
        return []
    return [
        Shortfall(stage, number, value, least)
        for stage, standard in LEAST.items()
        for number, least in standard.items()
        if (value := found.get(stage, {}).get(number, least)) < least
    ]
