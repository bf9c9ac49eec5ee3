"""The autoencoder's adversary: a patch discriminator with the relativistic loss and zero-centred penalties of R3GAN.

L_D = softplus(-(D(x) - D(y))) + g/2 |grad D(x)|^2 + g/2 |grad D(y)|^2,   L_G = softplus(-(D(y) - D(x)))
(Huang et al. 2025, arXiv:2501.05441; patches: Isola et al. 2017, arXiv:1611.07004); y is what became of the picture x.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn

from training.autoencoder import AutoencoderStage
from training.perception import Perception

PENALTY = 1.0  #: g above, on gradients of pixels in -1 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AdversarySettings:
    """How strong the adversary is, and when it is first heard."""

    width: int = 32
    batch: int = 8
    warmup: int = 100  #: steps before the decoder hears the discriminator; both learn from the first one
    weight: float = 0.02  #: of the adversarial loss beside the reconstruction's
    perception: float = 0.1  #: weight of our CLIP's perceptual distance
    seed: int = 12


class PatchDiscriminator(nn.Module):
    """A score for each patch of 22 pixels, every 8 pixels: (n, 3, h, w) to (n, 1, h / 8, w / 8)."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        widths = (3, width, 2 * width, 4 * width)
        self.body = nn.ModuleList(
            nn.Conv2d(inside, outside, 4, stride=2, padding=1) for inside, outside in pairwise(widths)
        )
        self.head = nn.Conv2d(widths[-1], 1, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        hidden = pictures
        for layer in self.body:
            hidden = F.leaky_relu(layer(hidden), 0.2)
        scores: Tensor = self.head(hidden)
        return scores


def fooling(judge: nn.Module, real: Tensor, made: Tensor) -> Tensor:
    """What the autoencoder minimises: that its pictures score below the real ones. No gradient reaches the judge."""
    frozen = {name: weight.detach() for name, weight in judge.named_parameters()}
    scores: Tensor = torch.func.functional_call(judge, frozen, (made,))
    return F.softplus(judge(real).detach() - scores).mean()


def telling(judge: nn.Module, real: Tensor, made: Tensor, penalty: float = PENALTY) -> Tensor:
    """What the discriminator minimises; both (n, 3, h, w), without a graph."""
    real, made = real.detach().requires_grad_(), made.detach().requires_grad_()
    seen, doubted = judge(real), judge(made)
    steepness = sum(
        (_slope(score, pictures) for score, pictures in ((seen, real), (doubted, made))), real.new_zeros(())
    )
    return F.softplus(doubted - seen).mean() + penalty / 2 * steepness


def _slope(scores: Tensor, pictures: Tensor) -> Tensor:
    """Mean squared norm of the gradient of a picture's summed scores."""
    (gradient,) = torch.autograd.grad(scores.sum(), pictures, create_graph=True)
    return gradient.square().sum(dim=(1, 2, 3)).mean()


class AdversaryStage:
    """Trains an autoencoder's decoder and its discriminator together; one optimiser, two sets of weights."""

    def __init__(self, settings: AdversarySettings, inner: AutoencoderStage, eyes: Perception | None = None) -> None:
        self.settings, self.inner, self.eyes = settings, inner, eyes
        torch.manual_seed(settings.seed)
        self.judge = PatchDiscriminator(settings.width)
        self.model: nn.Module = nn.ModuleDict({"vae": inner.vae, "judge": self.judge})

    def losses(self, step: int) -> dict[str, Tensor]:
        s = self.settings
        real, made, told = self.inner.reconstructed(step)
        doubt = telling(self.judge, real, made)
        loss = told["loss"] + doubt
        if step >= s.warmup:
            loss = loss + s.weight * fooling(self.judge, real, made)
        if self.eyes is not None:
            loss = loss + s.perception * self.eyes.distance(made, real)
        return {**told, "loss": loss, "discriminator": doubt}

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """As the autoencoder's."""
        return self.inner.evaluate(self.inner.vae)
