"""Stage: reinforcement with a text-image reward, by DiffusionNFT (Zheng et al. 2025, arXiv:2509.16117).

No trajectories and no likelihoods: a slow copy of the net paints, each picture is worth r, 0 to 1, within the group of
its caption, and the ordinary denoising loss is asked of two nets that are made of the learner and its copy,

    v+ = b v + (1 - b) v_old        v- = (1 + b) v_old - b v
    loss = r |v+ - u|^2 + (1 - r) |v- - u|^2 + k |v - v_ref|^2

so that the learner moves towards what was good and away from what was bad. u is the straight line from the painted
latents to fresh noise, v_ref the net before reinforcement. The guard against reward hacking is a scorer that is never
optimised: `evaluate` reports it on unseen captions beside the reward.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import Tensor, nn

from training.distill import says
from training.lessons import tokens
from training.machine import device_of
from training.pictures import generator, scenes
from training.rewarded import Rewarded, captions_of
from training.rewards import Reward, advantages
from training.trajectories import Teacher, begun, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinforceSettings:
    """How pictures are painted, judged and learnt from."""

    captions: int = 4  #: per round
    group: int = 6  #: pictures of one caption
    steps: int = 8  #: of the solver while painting
    scale: float = 1.0  #: guidance while painting; 1 is none, as in the paper
    learn: int = 4  #: optimiser steps per round
    mix: float = 1.0  #: b above
    stay: float = 0.01  #: k above
    follow: float = 0.05  #: how far the slow copy moves towards the learner before each round
    unseen: int = 64  #: captions of an evaluation
    first_scene: int = 2 * 10**9
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Painted:
    """One round's pictures and what they are worth."""

    latents: Tensor  #: (n, C, h, w)
    ids: Tensor  #: (n, positions)
    worth: Tensor  #: (n), 0 to 1
    reward: Tensor  #: the mean, in the reward's own units


class ReinforceStage(Rewarded):
    """Paints, is judged, and learns from both the good and the bad.

    `painter` gives the text tower, the tokenizer and the solver; its net is the reference and is not changed."""

    def __init__(
        self,
        settings: ReinforceSettings,
        painter: Teacher,
        vae: AutoencoderKL,
        reward: Reward,
        held_out: Reward,
        processes: int = 1,  #: that share the rounds
    ) -> None:
        super().__init__(vae, reward, held_out, settings.unseen, settings.seed)
        self.settings, self.painter, self.processes = settings, painter, processes
        self.learner: UNet2DConditionModel = copy.deepcopy(painter.unet).requires_grad_(True)
        self.old: UNet2DConditionModel = copy.deepcopy(painter.unet).requires_grad_(False)
        self.model: nn.Module = nn.ModuleDict({"unet": self.learner, "old": self.old})
        self._round: tuple[int, Painted] | None = None

    def _ids(self, captions: Sequence[str]) -> Tensor:
        """(n, positions), in the painter's vocabulary."""
        return tokens(self.painter.tokenizer, captions).to(device_of(self.learner))

    def paint(self, unet: UNet2DConditionModel, captions: Sequence[str], draw: torch.Generator) -> Tensor:
        """Clean latents (n, C, h, w)."""
        ids = self._ids(captions)
        noise = begun(unet, len(ids), draw).to(ids.device)
        scales = torch.full((len(ids),), self.settings.scale, device=ids.device)
        return walk(replace(self.painter, unet=unet, steps=self.settings.steps), ids, noise, scales, ())[:, -1]

    def result(self) -> UNet2DConditionModel:
        """The learner."""
        return self.learner

    def painted(self, number: int) -> Painted:
        """The pictures of one round, by the slow copy."""
        s = self.settings
        first = scenes(s.first_scene + number * s.captions, s.captions)
        chosen = [scene for scene in first for _ in range(s.group)]
        captions = captions_of(chosen)
        latents = self.paint(self.old, captions, generator(s.seed, number))
        rewards = self.reward(self.pictures(latents), captions, chosen)
        return Painted(latents, self._ids(captions), advantages(rewards, s.group), rewards.mean())

    @torch.no_grad()
    def _follow(self) -> None:
        for slow, quick in zip(self.old.parameters(), self.learner.parameters(), strict=True):
            slow.lerp_(quick, self.settings.follow)

    def _at(self, step: int) -> Painted:
        """The round of this process that `step` belongs to; its pictures depend on the slow copy alone, which moves
        between rounds only, in all processes alike."""
        turn, index = divmod(step, self.processes)
        number = turn // self.settings.learn
        if self._round is None or self._round[0] != number:
            if turn and turn % self.settings.learn == 0:
                self._follow()
            self._round = (number, self.painted(number * self.processes + index))
        return self._round[1]

    def losses(self, step: int) -> dict[str, Tensor]:
        s, made = self.settings, self._at(step)
        device = made.latents.device
        draw = generator(s.seed, step, 1, device=device)
        noise = torch.randn(made.latents.shape, generator=draw, device=device)
        t = torch.rand(len(made.latents), generator=draw, device=device)
        along = t.view(-1, 1, 1, 1)
        noisy, line = (1 - along) * made.latents + along * noise, noise - made.latents
        said, old, reference = self._velocities(noisy, t, made.ids)
        good, bad = s.mix * said + (1 - s.mix) * old, (1 + s.mix) * old - s.mix * said
        worth = made.worth.view(-1, 1, 1, 1)
        learnt = (worth * (good - line).square() + (1 - worth) * (bad - line).square()).mean()
        strayed = (said - reference).square().mean()
        return {"loss": learnt + s.stay * strayed, "reward": made.reward, "strayed": strayed}

    def _velocities(self, noisy: Tensor, t: Tensor, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the learner, its slow copy and the reference say."""
        at = (t * 1000).long()
        with torch.no_grad():
            context = self.painter.text(input_ids=ids).last_hidden_state
            old, reference = (says(net, noisy, at, context) for net in (self.old, self.painter.unet))
        return says(self.learner, noisy, at, context), old, reference
