"""The whole chain from nothing in one command, and an owner's style: what it leaves is what ships."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import pytest
import torch
from diffusers import AutoencoderTiny, DiffusionPipeline, UNet2DConditionModel
from PIL import Image
from torch import Tensor
from transformers import VisionEncoderDecoderModel

from training import checkpoint
from training.assembly import assemble
from training.data.render import FONT
from training.presets import TOY
from training.stages import StageMissing, train

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]
STORYBOOK = Path(__file__).resolve().parents[2] / "models" / "storybook"


def test_every_stage_reports_and_a_model_comes_out(chain: tuple[Path, dict[str, dict[str, float]]]) -> None:
    out, numbers = chain
    assert set(numbers["reinforce"]) >= {"reward", "held_out", "held_out_before", "kept"}
    assert numbers["distill"]["distance"] > 0 and 0 <= numbers["captioner"]["right"] <= 1
    pipe = DiffusionPipeline.from_pretrained(out / "model", dtype=torch.float32)
    assert AutoencoderTiny.from_pretrained(out / "model" / "preview").config.latent_channels == 4
    said = AutoencoderTiny.load_config(out / "model" / "preview")
    assert "block_out_channels" not in said  # diffusers would warn of it
    assert pipe("a fox", num_inference_steps=2, height=64, width=64, output_type="np").images.shape == (1, 64, 64, 3)
    student = UNet2DConditionModel.from_pretrained(out / "model" / "student")
    assert student.config.time_cond_proj_dim == 256
    VisionEncoderDecoderModel.from_pretrained(out / "model" / "captioner")


def test_a_second_run_trains_nothing_again(chain: tuple[Path, dict[str, dict[str, float]]], tmp_path: Path) -> None:
    done, numbers = chain
    out = shutil.copytree(done, tmp_path / "out")
    assert train("distill", "toy", None, out)["distill"] == pytest.approx(numbers["distill"])


def test_a_reinforcement_of_a_denoiser_that_learnt_on_is_left_out(
    chain: tuple[Path, dict[str, dict[str, float]]], tmp_path: Path
) -> None:
    out = shutil.copytree(chain[0], tmp_path / "out")
    better = UNet2DConditionModel.from_pretrained(out / "reinforce" / "model")
    better.conv_out.bias.data += 1
    better.save_pretrained(out / "reinforce" / "model")

    def bias() -> Tensor:
        pipe, _ = assemble(TOY, out)
        weights: Tensor = pipe.unet.conv_out.bias
        return weights

    assert torch.equal(bias(), better.conv_out.bias)
    state = checkpoint.load(out / "diffusion" / "checkpoint.pt")
    assert state is not None
    state.ema["unet.conv_out.bias"] += 2
    checkpoint.save(state, out / "diffusion" / "checkpoint.pt")
    assert torch.equal(bias(), state.ema["unet.conv_out.bias"])


@pytest.mark.parametrize("stage", ["reinforce", "distill", "captioner", "lora"])
def test_a_later_stage_says_what_it_is_missing(stage: str, tmp_path: Path) -> None:
    with pytest.raises(StageMissing, match=f"{stage} needs"):
        train(stage, "toy", None, tmp_path)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_an_owner_trains_a_style(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in range(3):
        Image.frombytes("RGB", (12, 12), Random(seed).randbytes(432)).resize((128, 128)).save(folder / f"{seed}.png")
        (folder / f"{seed}.txt").write_text("a fox, patchwork style", "utf-8")
    (folder / "broken.png").write_bytes(b"no picture")
    numbers = train("lora", "toy", None, tmp_path / "out", STORYBOOK, pictures=folder)["lora"]
    assert train("lora", "toy", None, tmp_path / "out", STORYBOOK, pictures=folder)["lora"] == pytest.approx(numbers)
    (folder / "0.txt").write_text("a fox, another style", "utf-8")
    with pytest.raises(ValueError, match="a run of something else"):
        train("lora", "toy", None, tmp_path / "out", STORYBOOK, pictures=folder)
    assert numbers["pictures"] == 3 and numbers["left_out"] == 1
    assert "broken.png" in json.loads((tmp_path / "out" / "lora" / "left-out.json").read_text("utf-8"))
    assert (tmp_path / "out" / "lora" / "model" / "pytorch_lora_weights.safetensors").is_file()
