"""Untrained nets of toy size, for the stages that build on others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from diffusers import AutoencoderKL
from PIL import Image
from transformers import CLIPModel, CLIPTextModel, CLIPTokenizer

from training import autoencoder, clip, diffusion
from training.loop import Run
from training.presets import TOY
from training.trajectories import Teacher


@dataclass(frozen=True, slots=True)
class Nets:
    """What a chain of toy stages would leave, had it been trained."""

    vae: AutoencoderKL
    clip: CLIPModel
    tokenizer: CLIPTokenizer
    teacher: Teacher


def nets(tokenizer: CLIPTokenizer) -> Nets:
    """Frozen, in evaluation mode, the same at every call."""
    seeing = clip.build(TOY.clip, tokenizer).requires_grad_(False).eval()
    text = CLIPTextModel(seeing.config.text_config)
    text.load_state_dict(seeing.text_model.state_dict())
    unet = diffusion.build(TOY.diffusion).requires_grad_(False).eval()
    torch.nn.init.normal_(unet.conv_out.weight, std=0.3, generator=torch.Generator().manual_seed(1))
    return Nets(
        autoencoder.build(TOY.autoencoder).requires_grad_(False).eval(),
        seeing,
        tokenizer,
        Teacher(
            unet=unet,
            text=text.requires_grad_(False).eval(),
            tokenizer=tokenizer,
            scheduler=diffusion.scheduler,
            steps=8,
        ),
    )


def tiles(grid: Image.Image | None) -> list[bytes]:
    """The pictures in a sample grid of one row, each of 64 pixels."""
    assert grid is not None and grid.height == 64
    return [grid.crop((left, 0, left + 64, 64)).tobytes() for left in range(0, grid.width, 64)]


def ends_alike(begin: Callable[[str], Run], steps: int, pause: int) -> None:
    """A run that is interrupted after `pause` steps and begun again ends with the weights of one that is not.

    begin: a run of a stage in the folder of that name, from its checkpoint where there is one."""
    whole, first = begin("whole"), begin("parts")
    for _ in range(steps):
        whole.advance()
    for _ in range(pause):
        first.advance()
    first.save()
    second = begin("parts")
    for _ in range(steps - pause):
        second.advance()
    for name, value in whole.stage.model.state_dict().items():
        assert torch.equal(value, second.stage.model.state_dict()[name]), name
