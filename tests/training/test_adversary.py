"""The autoencoder's adversary and our CLIP's eyes: formulas, and that each learns its part."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from tests.training.toy import Nets, nets
from training.adversary import AdversarySettings, AdversaryStage, PatchDiscriminator, fooling, telling
from training.autoencoder import AutoencoderStage
from training.data.render import FONT
from training.loop import Budget, Recipe, Run
from training.perception import Perception
from training.pictures import batch, scenes
from training.presets import TOY
from training.tokenizer import build

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
]


class Brightness(nn.Module):
    """A judge whose score is the sum of the pixels, times one weight."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))

    def forward(self, pictures: Tensor) -> Tensor:
        return self.weight * pictures.sum(dim=(1, 2, 3))


@pytest.fixture(scope="module")
def toy() -> Nets:
    torch.set_num_threads(1)
    return nets(build())


def test_the_losses_are_those_of_the_paper() -> None:
    real, made = torch.full((2, 3, 2, 2), 0.5), torch.zeros(2, 3, 2, 2)
    assert fooling(Brightness(), real, made).item() == pytest.approx(torch.tensor(6.0).exp().add(1).log().item())
    # the gradient of a sum of 12 pixels has the squared norm 12, for the real ones and for the made ones
    expected = torch.tensor(-6.0).exp().add(1).log().item() + 12
    assert telling(Brightness(), real, made).item() == pytest.approx(expected, rel=1e-5)


def test_fooling_teaches_the_maker_alone_and_telling_the_judge_alone() -> None:
    judge, made = Brightness(), torch.zeros(1, 3, 2, 2, requires_grad=True)
    fooling(judge, torch.ones(1, 3, 2, 2), made).backward()
    assert made.grad is not None and made.grad.abs().sum() > 0 and judge.weight.grad is None
    made.grad = None
    telling(judge, torch.ones(1, 3, 2, 2), made).backward()
    assert made.grad is None and judge.weight.grad is not None


def test_the_discriminator_learns_to_tell_reconstructions_from_pictures(tmp_path: Path) -> None:
    inner = AutoencoderStage(TOY.decoder)
    stage = AdversaryStage(AdversarySettings(width=8, batch=4, warmup=100), inner)
    run = Run(stage, Recipe(learning_rate=2e-3, warmup=2, ema=0.9), Budget(steps=40), tmp_path)
    told = [run.advance()["discriminator"].item() for _ in range(40)]
    assert sum(told[-8:]) < sum(told[:8])


def test_patches_are_scored_each() -> None:
    assert PatchDiscriminator(8)(torch.zeros(2, 3, 64, 64)).shape == (2, 1, 8, 8)


def test_the_eyes_see_a_difference_and_lead_back(toy: Nets) -> None:
    eyes, pictures = Perception(toy.clip), batch(scenes(0, 4), 64)
    assert eyes.distance(pictures, pictures).item() == pytest.approx(0, abs=1e-6)
    blurred = nn.functional.avg_pool2d(pictures, 5, 1, 2).requires_grad_()
    distance = eyes.distance(blurred, pictures)
    distance.backward()
    assert distance > 0.001 and blurred.grad is not None
    with torch.no_grad():
        nearer = blurred - 50 * blurred.grad
    assert eyes.distance(nearer, pictures) < distance
