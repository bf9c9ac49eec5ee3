"""Stage: Chinese tells the denoiser what English tells it.

Both languages tell of one scene, so a net that paints by either ought to answer alike. But Chinese often says what
stands where behind both nouns (一条蛇在一只火烈鸟的后面), and the text tower is causal: English has said "behind" when
it comes to the second noun, Chinese has to gather it all in its last tokens. What a net makes of that shows where there
is nearly nothing but noise: there its answer is the composition, and later answers follow what it has begun. So at
times near 1 the answer under a Chinese caption is learnt from the answer that the nets of before give under an English
one that tells as much (between text towers: Reimers and Gurevych 2020, arXiv:2004.09813). Unlike a sample, such a
target has no noise in it. It teaches English, and the empty caption, to stay; and, as the same layers paint details
later, some of the lessons are at any time.

What learns is the text tower, and in each net the layers that read it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPTextModel

from training.autoencoder import side_by_side
from training.data.captions import told_alike
from training.data.graph import Scene
from training.data.scene import sample
from training.diffusion import foreground, path
from training.distill import asked, says
from training.latents import decoded
from training.lessons import row_of, squares, tokens
from training.machine import device_of, mixed
from training.pictures import UNSEEN, generator, scenes
from training.trajectories import Teacher, scales_between, walk

READS = ".attn2."  #: in the names of a net's weights: those of cross-attention
PAIRS = (
    ("a fox in the snow", "一只狐狸在雪地里"),
    ("a sunflower on the beach", "海滩上的一朵向日葵"),
    ("a fox behind a tree in a meadow", "在草地上，一只狐狸在一棵树的后面"),
    ("a cat wearing sunglasses riding a bicycle", "一只戴着墨镜的猫，骑着一辆自行车"),
)  #: what the sample grids show


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignSettings:
    """What is asked of both languages."""

    batch: int = 32
    scenes: int = 16_000  #: whose latents are cached
    stacked: float = 0.5  #: share of scenes in which one thing stands above or behind another
    chinese: float = 0.7  #: of captions
    empty: float = 0.1  #: of captions
    span: float = 0.4  #: of times from 1 down in which most lie, more of them the nearer to 1
    anywhere: float = 0.4  #: share of times that may be any, so that what paints details stays as it was
    scale: tuple[float, float] = (1.0, 8.0)  #: guidance scales of a student
    foreground: float = 2.0  #: how much more a difference counts where a thing stands
    unseen: int = 64  #: scenes of an evaluation
    seed: int = 16


@dataclass(frozen=True, slots=True)
class Reader:
    """A net that reads the text tower, and the times at which it stands while it paints."""

    net: UNet2DConditionModel
    before: UNet2DConditionModel  #: the same net as it was, frozen
    stations: Tensor | None = None  #: (k), falling from 1, of a student; None where any time may come

    @classmethod
    def of(cls, net: UNet2DConditionModel, stations: Tensor | None = None) -> Reader:
        """A frozen copy is kept, and of the net itself cross-attention alone learns."""
        before = copy.deepcopy(net).requires_grad_(False)
        for name, weight in net.named_parameters():
            weight.requires_grad_(READS in name)
        return cls(net, before, stations)

    def times(self, count: int, settings: AlignSettings, draw: torch.Generator) -> Tensor:
        """Times in (0, 1), (count), most of them near 1, on the CPU."""
        drawn, kind = torch.rand(2, count, generator=draw)
        gone = torch.where(kind < settings.anywhere, drawn, settings.span * drawn.square())
        if self.stations is None:
            return 0.999 * (1 - gone)
        return self.stations.cpu()[(len(self.stations) * gone).long()]


def states(tower: CLIPTextModel, ids: Tensor) -> Tensor:
    """What the tower says of captions (n, positions): (n, positions, width)."""
    with mixed(ids.device):
        hidden: Tensor = tower(input_ids=ids).last_hidden_state
    return hidden


class AlignStage:
    """Asks the nets in both languages, and what they were in English."""

    def __init__(
        self,
        settings: AlignSettings,
        teacher: Teacher,
        readers: Mapping[str, Reader],
        latents: Tensor,
        unseen: Tensor,
        vae: AutoencoderKL | None = None,
    ) -> None:
        """readers: the denoiser as `unet`, and a `student` where there is one. latents (n, C, h, w) of the scenes from
        seed 0 on, `unseen` of those from `UNSEEN` on. vae: without it evaluations show no pictures."""
        self.settings, self.tokenizer, self.readers, self.vae = settings, teacher.tokenizer, readers, vae
        self.painter = replace(teacher, unet=readers["unet"].net)
        self.latents, self.unseen = latents, unseen
        self.text, self.before = teacher.text.requires_grad_(True), copy.deepcopy(teacher.text).requires_grad_(False)
        nets = {name: reader.net for name, reader in readers.items()}
        self.model: nn.Module = nn.ModuleDict({"text_encoder": self.text, **nets})
        self._stacked = [seed for seed in range(len(latents)) if sample(seed).relation != "left"]

    def _words(self, chosen: Sequence[Scene], share: float, rng: Random) -> tuple[Tensor, Tensor]:
        """Ids of captions, a share of them Chinese, and of English ones that tell as much, both (n, positions)."""
        pairs = [told_alike(scene, rng) if rng.random() >= self.settings.empty else ("", "") for scene in chosen]
        told = [chinese if rng.random() < share else english for english, chinese in pairs]
        device = device_of(self.text)
        ids, english = (tokens(self.tokenizer, words).to(device) for words in (told, [pair[0] for pair in pairs]))
        return ids, english

    def _apart(
        self, reader: Reader, chosen: Sequence[Scene], clean: Tensor, chinese: float, rng: Random, draw: torch.Generator
    ) -> Tensor:
        """How far the net's answers are from those that it gave in English before."""
        s, (ids, english) = self.settings, self._words(chosen, chinese, rng)
        scales = scales_between(s.scale, len(chosen), draw).to(ids.device)
        t = reader.times(len(chosen), s, draw).to(ids.device)
        at = (t * 1000).round().long()
        clean, noise = clean.to(ids.device).float(), torch.randn(clean.shape, generator=draw).to(ids.device)
        noisy, _ = path(clean, noise, t)
        with torch.no_grad():
            wanted = says(reader.before, noisy, at, states(self.before, english), scales)
        error = (says(reader.net, noisy, at, states(self.text, ids), scales) - wanted).square()
        weight = 1 + s.foreground * foreground(squares(chosen).to(ids.device), error.shape[-1])
        return (weight * error).mean() / weight.mean()

    def _seed(self, rng: Random) -> int:
        """Of one scene."""
        return row_of(rng, len(self.latents), self._stacked, self.settings.stacked)

    def losses(self, step: int) -> dict[str, Tensor]:
        s, rng, draw = self.settings, Random(f"align {self.settings.seed} {step}"), generator(self.settings.seed, step)
        apart = []
        for reader in self.readers.values():
            seeds = [self._seed(rng) for _ in range(s.batch // len(self.readers))]
            chosen = [sample(seed) for seed in seeds]
            apart.append(self._apart(reader, chosen, self.latents[seeds], s.chinese, rng, draw))
        return {"loss": torch.stack(apart).mean()}

    @torch.no_grad()
    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """On unseen scenes, of English and of Chinese captions: how far the answers are from those of before.

        And what the denoiser paints of `PAIRS`, both languages of the same noise."""
        chosen, numbers = scenes(UNSEEN, len(self.unseen)), {}
        for name, reader in self.readers.items():
            for language, chinese in (("en", 0.0), ("zh", 1.0)):
                draw, rng = generator(self.settings.seed, -1), Random("align")
                numbers[f"{name}_{language}"] = float(self._apart(reader, chosen, self.unseen, chinese, rng, draw))
        return numbers, None if self.vae is None else self._pairs(self.vae)

    def _pairs(self, vae: AutoencoderKL) -> Image.Image:
        roads = [walk(self.painter, *asked(self.painter, words), ()) for words in zip(*PAIRS, strict=True)]
        return side_by_side(*(decoded(vae, points[:, -1]) for points in roads))
