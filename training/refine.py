"""Stage: the student follows the reward's own gradient through its four steps.

Four steps are few enough to go back through all of them (DRaFT, Clark et al. 2024, arXiv:2309.17400): the gradient of
what a picture is worth tells every step what to do, where `reinforce` has to learn it from a number for each picture.
Followed is the rule that the drawings of a scene's things be found, where they should look as drawn: by day, in clear
weather, flat, untinted. Not so CLIP's gradient, through which a net learns to flatter, nor that of the layout's
colours, which would make all skies the mean of skies. `stay` holds the student near what it was, in scenes of every
kind; the guard against reward hacking is a scorer that is never optimised, and the whole reward is reported beside it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPTokenizer

from training.distill import Walker
from training.latents import decoded
from training.lessons import tokens
from training.matching import as_drawn, drawings_found
from training.pictures import generator, scenes
from training.rewarded import Rewarded, captions_of
from training.rewards import Reward
from training.trajectories import begun, scales_between


@dataclass(frozen=True, slots=True, kw_only=True)
class RefineSettings:
    """How pictures are painted and learnt from."""

    batch: int = 12  #: captions of a step, one picture of each
    scales: tuple[float, float] = (1.0, 8.0)  #: guidance scales while learning
    scale: float = 3.0  #: of an evaluation
    stay: tuple[float, ...] = (0.1, 0.3, 1.0, 3.0)
    """What the squared distance of a velocity from that of the student before counts at each of its steps: the first
    decide what a picture shows, the last paint the details, which a drawing at 64 pixels does not teach."""
    share: float = 0.3
    """How much of the way that was learnt is gone: between both nets what the reward wants rises fast, and the distance
    from what pictures were rises late (WiSE-FT, Wortsman et al. 2022, arXiv:2109.01903)."""
    unseen: int = 64  #: captions of an evaluation
    first_scene: int = 3 * 10**9
    seed: int = 15


class RefineStage(Rewarded):
    """Paints, and goes uphill."""

    def __init__(
        self,
        settings: RefineSettings,
        walker: Walker,
        tokenizer: CLIPTokenizer,
        vae: AutoencoderKL,
        reward: Reward,
        held_out: Reward,
    ) -> None:
        super().__init__(vae, reward, held_out, settings.unseen, settings.seed)
        self.settings, self.walker, self.tokenizer = settings, walker, tokenizer
        self.before = replace(walker, net=copy.deepcopy(walker.net).requires_grad_(False))
        self.learner = walker.net
        self.model: nn.Module = self.learner

    def _begun(self, captions: Sequence[str], draw: torch.Generator) -> tuple[Tensor, Tensor]:
        """Noise (n, C, h, w) and the captions' ids (n, positions)."""
        device = self.walker.levels.device
        return begun(self.learner, len(captions), draw).to(device), tokens(self.tokenizer, captions).to(device)

    def _road(self, latents: Tensor, ids: Tensor, scales: Tensor) -> tuple[Tensor, Tensor]:
        """Clean latents (n, C, h, w), and how far the velocities of each step are from those of the student before,
        (steps)."""
        strayed = []
        for at in range(len(self.walker.timesteps)):
            with torch.no_grad():
                _, usual = self.before.step(latents, at, scales, ids)
            latents, line = self.walker.step(latents, at, scales, ids)
            strayed.append((line - usual).square().mean())
        return latents, torch.stack(strayed)

    def losses(self, step: int) -> dict[str, Tensor]:
        s, draw = self.settings, generator(self.settings.seed, step)
        chosen = scenes(s.first_scene + step * s.batch, s.batch)
        captions = captions_of(chosen)
        noise, ids = self._begun(captions, draw)
        scales = scales_between(s.scales, s.batch, draw).to(noise)
        latents, strayed = self._road(noise, ids, scales)
        drawn = torch.tensor([as_drawn(scene) for scene in chosen]).to(noise)
        found = (drawn * drawings_found(decoded(self.vae, latents), chosen)).mean()
        held = (torch.tensor(s.stay).to(strayed) * strayed).mean()
        return {"loss": held - found, "found": found, "strayed": strayed.mean()}

    def paint(self, unet: UNet2DConditionModel, captions: Sequence[str], draw: torch.Generator) -> Tensor:
        """Clean latents (n, C, h, w) by a student's net at the scale of evaluations."""
        noise, ids = self._begun(captions, draw)
        scales = torch.full((len(ids),), self.settings.scale, device=ids.device)
        return replace(self.walker, net=unet).walk(noise, ids, scales)

    @torch.no_grad()
    def result(self) -> UNet2DConditionModel:
        """The net that part of the way goes to."""
        kept = copy.deepcopy(self.before.net)
        for weight, learnt in zip(kept.parameters(), self.learner.parameters(), strict=True):
            weight.lerp_(learnt, self.settings.share)
        return kept
