"""Measures that need no judge: likeness to words and to renders in CLIP's space, and what an autoencoder keeps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import CLIPModel, CLIPTokenizer

from training.lessons import tokens
from training.pictures import resized

WINDOW, SPREAD = 11, 1.5  #: pixels, of the Gaussian window of SSIM


@torch.no_grad()
def embedded(clip: CLIPModel, pictures: Tensor) -> Tensor:
    """Unit vectors (n, d) of pictures (n, 3, h, w), -1 to 1."""
    edge = clip.config.vision_config.image_size
    seen = resized(pictures, edge)
    features = [clip.visual_projection(clip.vision_model(part).pooler_output) for part in seen.split(64)]
    return F.normalize(torch.cat(features), dim=1)


@torch.no_grad()
def clip_score(clip: CLIPModel, tokenizer: CLIPTokenizer, vectors: Tensor, prompts: Sequence[str]) -> float:
    """The mean cosine, -1 to 1, of pictures' unit vectors (n, d) and their prompts; CLIPScore is 2.5 times that
    (Hessel et al. 2021, arXiv:2104.08718)."""
    ids = tokens(tokenizer, list(prompts))
    words = torch.cat([clip.text_projection(clip.text_model(part).pooler_output) for part in ids.split(64)])
    return float((F.normalize(words, dim=1) * vectors).sum(dim=1).mean())


def frechet(first: Tensor, second: Tensor) -> float:
    """The Fréchet distance of two Gaussians fitted to vectors (n, d) and (m, d) (Heusel et al. 2017, equation 6)."""
    a, b = first.double(), second.double()
    apart = (a.mean(dim=0) - b.mean(dim=0)).square().sum()
    one, two = torch.cov(a.T), torch.cov(b.T)
    root = _root(one)
    common = torch.linalg.eigvalsh(root @ two @ root).clamp(min=0).sqrt().sum()
    return float((apart + one.trace() + two.trace() - 2 * common).clamp(min=0))


def _root(matrix: Tensor) -> Tensor:
    """The symmetric square root of a covariance."""
    values, vectors = torch.linalg.eigh(matrix)
    root: Tensor = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    return root


def psnr(first: Tensor, second: Tensor) -> float:
    """The mean over pictures of the peak signal-to-noise ratio, dB; both (n, 3, h, w), clipped to -1 to 1."""
    error = (first.clamp(-1, 1) - second.clamp(-1, 1)).square().mean(dim=(1, 2, 3)).clamp(min=1e-10)
    return float((10 * torch.log10(4 / error)).mean())


@cache
def _window(channels: int) -> Tensor:
    """(channels, 1, WINDOW, WINDOW), sums 1."""
    away = torch.arange(WINDOW, dtype=torch.float32) - WINDOW // 2
    bell = (-(away**2) / (2 * SPREAD**2)).exp()
    line = bell / bell.sum()
    return torch.outer(line, line).expand(channels, 1, -1, -1)


def ssim(first: Tensor, second: Tensor) -> float:
    """Structural similarity, at most 1, both (n, 3, h, w) in -1 to 1 (Wang et al. 2004, equation 13)."""
    first, second, channels = first + 1, second + 1, first.shape[1]  # the formula wants values from 0 on

    def blurred(values: Tensor) -> Tensor:
        return F.conv2d(values, _window(channels), groups=channels)

    mean_a, mean_b = blurred(first), blurred(second)
    var_a, var_b = blurred(first**2) - mean_a**2, blurred(second**2) - mean_b**2
    both = blurred(first * second) - mean_a * mean_b
    light, contrast = (0.01 * 2) ** 2, (0.03 * 2) ** 2  # the range of values is 2
    top = (2 * mean_a * mean_b + light) * (2 * both + contrast)
    return float((top / ((mean_a**2 + mean_b**2 + light) * (var_a + var_b + contrast))).mean())
