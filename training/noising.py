"""A noised picture and what a net should say of it, for any of the objectives that diffusers' schedulers name."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def noised(scheduler: Any, clean: Tensor, noise: Tensor, draw: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Noisy latents, the net's target, both shaped as `clean` (n, C, h, w), and the timesteps (n).

    epsilon: Ho et al. 2020, eq. 14; v_prediction: Salimans & Ho 2022, appendix D; flow_prediction: noise - clean on the
    straight path (Liu et al. 2022), times logit-normal. Raises ValueError for any other objective."""
    predicts = scheduler.config.get("prediction_type", "epsilon")
    if predicts == "flow_prediction":
        return _on_the_straight_path(clean, noise, draw)
    t = torch.randint(int(scheduler.config.num_train_timesteps), (len(clean),), generator=draw)
    kept = scheduler.alphas_cumprod[t].view(-1, 1, 1, 1).to(clean)
    noisy = kept.sqrt() * clean + (1 - kept).sqrt() * noise
    if predicts == "epsilon":
        return noisy, noise, t
    if predicts == "v_prediction":
        return noisy, kept.sqrt() * noise - (1 - kept).sqrt() * clean, t
    raise ValueError(f"no objective for a scheduler that predicts {predicts}")


def _on_the_straight_path(clean: Tensor, noise: Tensor, draw: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    t = torch.randn(len(clean), generator=draw).sigmoid()
    along = t.view(-1, 1, 1, 1).to(clean)
    return (1 - along) * clean + along * noise, noise - clean, (t * 1000).long()
