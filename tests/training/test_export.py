"""What ships: a folder that stock diffusers loads, in a process without any of this code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from training.card import Defaults
from training.data.render import FONT
from training.export import export
from training.presets import TOY
from training.stages import train

pytestmark = pytest.mark.torch

SHIPPED = Path(__file__).resolve().parents[2] / "models" / "storybook"
STRANGER = """
import sys, torch
torch.set_num_threads(1)
from diffusers import DiffusionPipeline
from transformers import CLIPModel
pipe = DiffusionPipeline.from_pretrained(sys.argv[1])
pipe.set_progress_bar_config(disable=True)
(picture,) = pipe("a fox in the snow", num_inference_steps=2, guidance_scale=4.0).images
CLIPModel.from_pretrained(sys.argv[1] + "/clip")
print(picture.size, max(high - low for low, high in picture.getextrema()) > 60)
"""
BEFOREHAND = "requires torchvision"  # transformers says it of two classes, whatever is loaded


def painted_by_a_stranger(folder: Path, elsewhere: Path) -> tuple[str, list[str]]:
    """What a process prints that has diffusers and the folder only, and what it complains of."""
    command = [sys.executable, "-I", "-c", STRANGER, str(folder)]
    ended = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, timeout=200, check=False)
    assert ended.returncode == 0, ended.stderr
    said = [line for line in ended.stderr.splitlines() if line.strip() and BEFOREHAND not in line]
    return ended.stdout.strip(), [line for line in said if "it/s]" not in line and "?it/s" not in line]


def test_stock_diffusers_loads_what_ships_without_a_warning(tmp_path: Path) -> None:
    printed, complaints = painted_by_a_stranger(SHIPPED, tmp_path)
    assert printed == "(256, 256) True"
    assert complaints == []


def test_what_ships_keeps_to_its_sizes() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert max(path.stat().st_size for path in files) <= 16 * 2**20
    beside = {"clip", "student", "captioner", "judge"}
    pipeline = [path for path in files if path.relative_to(SHIPPED).parts[0] not in beside]
    assert sum(path.stat().st_size for path in pipeline) <= 40 * 2**20
    assert sum(path.stat().st_size for path in files) <= 100e6


def test_what_ships_names_no_folder_of_the_machine_that_made_it() -> None:
    for config in SHIPPED.glob("*/config.json"):
        assert "_name_or_path" not in json.loads(config.read_text("utf-8")), config


def test_the_card_says_what_it_can_paint_in_both_languages() -> None:
    card = json.loads((SHIPPED / "card.json").read_text("utf-8"))
    assert card["native_size"] == 256 and card["default_steps"] > 0 and card["default_guidance_scale"] > 1
    for listed in (*card["objects"], *card["places"]):
        assert listed["en"] and listed["zh"]
    assert "fox" in card["objects"][0]["en"] and "狐狸" in card["objects"][0]["zh"]
    assert card["training"]["diffusion_samples"] > 0


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_a_run_becomes_a_model_folder(tmp_path: Path) -> None:
    out, destination = tmp_path / "runs", tmp_path / "model"
    for stage in ("autoencoder", "clip", "diffusion"):
        train(stage, "toy", None, out)
    for steps in (4, 8):
        export(TOY, out, destination, Defaults(steps=steps), "a test")
    assert json.loads((destination / "card.json").read_text("utf-8"))["default_steps"] == 8
    assert {path.name for path in destination.iterdir()} >= {
        "unet",
        "vae",
        "text_encoder",
        "tokenizer",
        "scheduler",
        "clip",
    }
    again = tmp_path / "again"
    for stage in ("judge", "export"):
        train(stage, "toy", None, again, destination)
    assert (again / "model" / "judge").is_dir() and (again / "model" / "unet").is_dir(), "the part took its place"


def test_an_export_without_a_run_names_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="checkpoint"):
        export(TOY, tmp_path, tmp_path / "model", Defaults(), "a test")
