"""A stage whose evaluation falls short says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.presets import PRESETS
from training.stages import NAMES, train
from training.standards import LEAST, Shortfall, shortfalls


def test_what_falls_short_is_named_with_what_it_should_be() -> None:
    found = {"autoencoder": {"psnr": 21.5, "mean": 0.0}, "clip": {"en": 0.9, "zh": 0.65}, "export": {}}
    assert shortfalls("cpu", found) == [Shortfall("autoencoder", "psnr", 21.5, 26.0)]
    assert shortfalls("gpu", {"refine": {"kept": 0.0}}) == [Shortfall("refine", "kept", 0.0, 1.0)]


def test_a_toy_has_no_standard() -> None:
    assert shortfalls("toy", {"autoencoder": {"psnr": 3.0}}) == []


def test_an_owners_pictures_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="diffusion learns from rendered scenes; --pictures is for lora and clip-tune"):
        train("diffusion", "toy", None, tmp_path, pictures=tmp_path)


def test_standards_are_of_stages_and_presets_that_exist() -> None:
    assert set(LEAST) <= set(NAMES) and "toy" in PRESETS
