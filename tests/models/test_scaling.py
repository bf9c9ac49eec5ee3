"""What a CLIP or a captioner says about how it wants pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.clip import levels_of

pytestmark = pytest.mark.torch
HALF, WHOLE = (0.5, 0.5, 0.5), (1.0, 1.0, 1.0)


@pytest.mark.parametrize("name", ["preprocessor_config.json", "processor_config.json"])
def test_it_is_read_in_either_of_transformers_places(tmp_path: Path, name: str) -> None:
    assert levels_of(tmp_path, HALF, WHOLE) == (HALF, WHOLE), "nothing is said"
    said = {"image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6]}
    (tmp_path / name).write_text(json.dumps({"image_processor": said} if "pre" not in name else said), "utf-8")
    assert levels_of(tmp_path, HALF, WHOLE) == ((0.1, 0.2, 0.3), (0.4, 0.5, 0.6))
