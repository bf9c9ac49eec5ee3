"""What reinforcement changed, on captions that it has not seen, and whether its reward sees what the judge sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from diffusers import UNet2DConditionModel
from torch import Tensor

from benchmarks.measured.judging import interval
from training.evaluation.fidelity import frechet
from training.pictures import UNSEEN, batch, generator, scenes
from training.refine import RefineStage
from training.reinforce import ReinforceStage
from training.rewarded import captions_of

GAIN, AGREEMENT = UNSEEN + 2 * 10**7, UNSEEN + 3 * 10**7  #: first scenes of both measurements
AT_ONCE = 32  #: pictures
RESAMPLED = 2000  #: times
WORSE = 0.1  #: of the Fréchet distance, by which it may grow


@dataclass(frozen=True, slots=True)
class Opinions:
    """Of n pictures: the judge's and the reward's opinion (n), and their unit vectors in CLIP's space (n, d)."""

    held_out: Tensor
    reward: Tensor
    vectors: Tensor


@dataclass(frozen=True, slots=True)
class Easel:
    """Paints the same captions from the same noise with any denoiser, and has the pictures looked at."""

    stage: ReinforceStage | RefineStage
    embed: Callable[[Tensor], Tensor]

    @torch.no_grad()
    def opinions(self, unet: UNet2DConditionModel, first: int, captions: int, group: int = 1) -> Opinions:
        """Of `group` pictures of each caption, those of one caption one after another."""
        parts = []
        for start, some in _parts(first, captions, max(1, AT_ONCE // group)):
            chosen = [scene for scene in scenes(start, some) for _ in range(group)]
            told = captions_of(chosen)
            pictures = self.stage.pictures(self.stage.paint(unet, told, generator(5, start)))
            judge, reward = (score(pictures, told, chosen) for score in (self.stage.held_out, self.stage.reward))
            parts.append((judge, reward, self.embed(pictures)))
        return Opinions(*(torch.cat(column).cpu() for column in zip(*parts, strict=True)))

    def renders(self, first: int, captions: int, edge: int) -> Tensor:
        """Unit vectors (n, d) of the renders of the same scenes."""
        return torch.cat([self.embed(batch(scenes(*part), edge)).cpu() for part in _parts(first, captions, AT_ONCE)])


def _parts(first: int, count: int, most: int) -> list[tuple[int, int]]:
    """`count` consecutive numbers from `first` on as starts and lengths of at most `most`."""
    return [(start, min(most, first + count - start)) for start in range(first, first + count, most)]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:+.4f} ({self.low:+.4f} to {self.high:+.4f})"


def difference(before: Tensor, after: Tensor) -> Estimate:
    """The mean of the paired differences of (n) and (n)."""
    apart = after - before
    return Estimate(float(apart.mean()), *interval(apart.tolist()))


def agreement(one: Tensor, other: Tensor, group: int) -> Estimate:
    """The correlation of (n * group) and (n * group) within groups, -1 to 1, whole groups resampled."""
    a, b = _within(one, group), _within(other, group)
    rows = torch.randint(len(a), (RESAMPLED, len(a)), generator=generator(1))
    often = _correlation(a[rows], b[rows]).sort().values
    return Estimate(float(_correlation(a, b)), float(often[RESAMPLED // 40]), float(often[-RESAMPLED // 40]))


def _within(values: Tensor, group: int) -> Tensor:
    """What is left when the mean of each group is taken away, (n, group)."""
    grouped = values.view(-1, group)
    return grouped - grouped.mean(dim=1, keepdim=True)


def _correlation(a: Tensor, b: Tensor) -> Tensor:
    """Of (..., n, group) whose means are 0, (...)."""
    both, one, other = ((x * y).mean(dim=(-2, -1)) for x, y in ((a, b), (a, a), (b, b)))
    return both / (one * other).sqrt()


@dataclass(frozen=True, slots=True)
class Gain:
    """What reinforcement changed."""

    held_out: Estimate
    reward: Estimate
    frechet: tuple[float, float]  #: to the renders, in CLIP's space, before and after

    @property
    def met(self) -> bool:
        """The judge likes it better beyond chance, and the pictures are about as near to the renders as they were."""
        before, after = self.frechet
        return self.held_out.low > 0 and after <= (1 + WORSE) * before

    def __str__(self) -> str:
        before, after = self.frechet
        return (
            f"held-out judge {self.held_out}, reward {self.reward}, Fréchet distance {before:.4f} to {after:.4f} "
            f"({after / before - 1:+.1%})"
        )


def gained(easel: Easel, before: UNet2DConditionModel, after: UNet2DConditionModel, captions: int) -> Gain:
    """Paint `captions` captions with both."""
    one, two = (easel.opinions(unet, GAIN, captions) for unet in (before, after))
    renders = easel.renders(GAIN, captions, 8 * int(before.config.sample_size))
    return Gain(
        held_out=difference(one.held_out, two.held_out),
        reward=difference(one.reward, two.reward),
        frechet=(frechet(one.vectors, renders), frechet(two.vectors, renders)),
    )
