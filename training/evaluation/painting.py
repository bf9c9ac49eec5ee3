"""Pictures by stock diffusers, several prompts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import torch
from diffusers import DiffusionPipeline
from PIL import Image

from models.student import load_student
from training.machine import mixed

AT_ONCE = 8  #: pictures
AT_ONCE_ON_A_GPU = 128
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the pictures are painted."""

    steps: int
    scale: float


def loaded(folder: Path, student: bool = False, device: torch.device = CPU) -> DiffusionPipeline:
    """The model in `folder`, in float32, without a progress bar; with its few-step student's net if that is wanted.

    Raises OSError where there is no such model."""
    pipe: Any = DiffusionPipeline.from_pretrained(folder).to(device)
    if student:
        pipe = load_student(pipe, folder / "student", torch.float32)
    pipe.set_progress_bar_config(disable=True)
    made: DiffusionPipeline = pipe
    return made


Wish = tuple[str, int]
"""A prompt and a seed, whose noise is the same on every device."""


def wishes(prompts: Sequence[str], first_seed: int = 0) -> list[Wish]:
    """The prompts with consecutive seeds."""
    return [(prompt, first_seed + i) for i, prompt in enumerate(prompts)]


def paint(pipe: Any, wanted: Sequence[Wish], manner: Manner) -> Iterator[Image.Image]:
    """One picture for each wish; on a GPU in half precision, see `training.machine.mixed`."""
    many = AT_ONCE if pipe.device.type == "cpu" else AT_ONCE_ON_A_GPU
    for start in range(0, len(wanted), many):
        prompts, seeds = zip(*wanted[start : start + many], strict=True)
        draws = [torch.Generator().manual_seed(seed) for seed in seeds]
        with mixed(pipe.device):
            yield from pipe(
                list(prompts), generator=draws, num_inference_steps=manner.steps, guidance_scale=manner.scale
            ).images  # fmt: skip


def fingerprint(folder: Path, student: bool) -> str:
    """Of the weights that paint."""
    mixed_in = blake2b(digest_size=10)
    for part in ("student" if student else "unet", "text_encoder", "vae"):
        for file in sorted((folder / part).glob("*.safetensors")):
            mixed_in.update(file.read_bytes())
    return mixed_in.hexdigest()


class Gallery:
    """A folder of pictures that were painted before, so that they can be marked again, and painting interrupted."""

    def __init__(self, folder: Path, model: str) -> None:
        self.folder, self.model = folder, model
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, wish: Wish, manner: Manner) -> Path:
        said = f"{self.model} {manner} {wish}".encode()
        return self.folder / f"{blake2b(said, digest_size=10).hexdigest()}.png"

    def complete(self, pipe: Callable[[], Any], wanted: Sequence[Wish], manner: Manner) -> list[Image.Image]:
        """The pictures of these wishes; those that are missing are painted and kept."""
        missing: list[Wish] = [wish for wish in wanted if not self._path(wish, manner).is_file()]
        if missing:
            for wish, picture in zip(missing, paint(pipe(), missing, manner), strict=True):
                picture.save(self._path(wish, manner))
        return [Image.open(self._path(wish, manner)).convert("RGB") for wish in wanted]


@torch.no_grad()
def regained(vae: Any, pictures: torch.Tensor, decoder: Any = None) -> torch.Tensor:
    """Pictures (n, 3, h, w), -1 to 1, after the autoencoder, or after its encoder and another decoder of its latents,
    on the CPU; in their own precision."""
    decoder = decoder or vae
    parts = [decoder.decode(vae.encode(part.to(vae.device)).latent_dist.mode()).sample for part in pictures.split(16)]
    return torch.cat([part.clamp(-1, 1).cpu() for part in parts])
