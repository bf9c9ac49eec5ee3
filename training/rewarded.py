"""What both stages that follow a reward share: how they are judged on captions that no training has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from random import Random

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from PIL import Image
from torch import Tensor

from training.data.captions import caption
from training.data.scene import Scene
from training.latents import decoded
from training.loop import contact_sheet
from training.pictures import UNSEEN, generator, images, scenes
from training.rewards import Reward


def captions_of(chosen: Sequence[Scene]) -> list[str]:
    """One caption for each scene, the same for equal ones."""
    return [caption(scene, Random(f"reinforce {scene.seed}")) for scene in chosen]


class Rewarded(ABC):
    """A stage that paints, follows `reward`, and is guarded by a scorer that is never optimised."""

    def __init__(self, vae: AutoencoderKL, reward: Reward, held_out: Reward, unseen: int, seed: int) -> None:
        """unseen: captions of an evaluation; seed: of its noise."""
        self.vae, self.reward, self.held_out = vae, reward, held_out
        self._unseen, self._seed = unseen, seed

    @abstractmethod
    def paint(self, unet: UNet2DConditionModel, captions: Sequence[str], draw: torch.Generator) -> Tensor:
        """Clean latents (n, C, h, w) by this net."""

    @abstractmethod
    def result(self) -> UNet2DConditionModel:
        """What the stage has made so far, which is judged and written."""

    @torch.no_grad()
    def pictures(self, latents: Tensor) -> Tensor:
        """(n, 3, h, w) in -1 to 1."""
        return decoded(self.vae, latents)

    def evaluate(self, model: torch.nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """The reward and the held-out scorer on unseen captions from fixed noise, and the pictures, of the result."""
        chosen = scenes(UNSEEN, self._unseen)
        captions = captions_of(chosen)
        pictures = self.pictures(self.paint(self.result(), captions, generator(self._seed, -1)))
        scorers = {"reward": self.reward, "held_out": self.held_out}
        numbers = {name: float(score(pictures, captions, chosen).mean()) for name, score in scorers.items()}
        return numbers, contact_sheet(images(pictures[:64]), 8)
