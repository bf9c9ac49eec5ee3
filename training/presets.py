"""How large each stage is, and for how long it trains, on which kind of machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from training.adversary import AdversarySettings
from training.align import AlignSettings
from training.autoencoder import AutoencoderSettings
from training.bank import BankSettings
from training.captioner import CaptionerSettings
from training.clip import ClipSettings
from training.clip_tuning import ClipTuningSettings
from training.diffusion import DiffusionSettings
from training.distill import DistillSettings
from training.judge import JudgeSettings
from training.loop import Recipe
from training.lora import LoraSettings
from training.preview import PreviewSettings
from training.refine import RefineSettings
from training.reinforce import ReinforceSettings

PresetName = Literal["toy", "cpu", "gpu"]
NAMES: tuple[PresetName, ...] = get_args(PresetName)


#: Parts of the minutes of `train all`; what is not here has an end of its own.
SHARES: dict[str, float] = {
    "autoencoder": 0.2, "clip": 0.08, "diffusion": 0.32, "align": 0.03, "decoder": 0.04, "adversary": 0.02,
    "preview": 0.02, "judge": 0.08, "reinforce": 0.05, "distill": 0.09, "refine": 0.02, "captioner": 0.05,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Settings and recipe of every stage."""

    threads: int  #: torch threads on the CPU
    steps: int | None  #: an end besides the minutes, for tests
    bank: BankSettings | None = None  #: what is rendered ahead of the stages; without one each renders its own
    autoencoder: AutoencoderSettings
    autoencoder_recipe: Recipe
    decoder: AutoencoderSettings
    decoder_recipe: Recipe
    clip: ClipSettings
    clip_recipe: Recipe
    diffusion: DiffusionSettings
    diffusion_recipe: Recipe
    align: AlignSettings
    align_recipe: Recipe
    judge: JudgeSettings
    judge_recipe: Recipe
    adversary: AdversarySettings
    adversary_recipe: Recipe
    preview: PreviewSettings
    preview_recipe: Recipe
    reinforce: ReinforceSettings
    reinforce_recipe: Recipe
    distill: DistillSettings
    distill_recipe: Recipe
    refine: RefineSettings
    refine_recipe: Recipe
    captioner: CaptionerSettings
    captioner_recipe: Recipe
    lora: LoraSettings
    lora_recipe: Recipe
    clip_tuning: ClipTuningSettings
    clip_tuning_recipe: Recipe


CPU = Preset(
    threads=2,
    steps=None,
    autoencoder=AutoencoderSettings(),
    autoencoder_recipe=Recipe(learning_rate=1e-3, ema=0.997, decay_from=0.6),
    decoder=AutoencoderSettings(crop=128, batch=6, train_encoder=False, seed=11),
    decoder_recipe=Recipe(learning_rate=5e-4, ema=0.995, decay_from=0.3),
    clip=ClipSettings(batch=64),
    clip_recipe=Recipe(learning_rate=1e-3, ema=0.99, decay_from=0.5, weight_decay=0.1),
    diffusion=DiffusionSettings(layers=1, scenes=16_000),
    diffusion_recipe=Recipe(learning_rate=5e-4, warmup=100, ema=0.997, decay_from=0.65),
    align=AlignSettings(),
    align_recipe=Recipe(learning_rate=1.5e-4, warmup=20, ema=0.99, decay_from=0.0),
    judge=JudgeSettings(width=32),
    judge_recipe=Recipe(learning_rate=1e-3, ema=0.99, decay_from=0.5),
    adversary=AdversarySettings(batch=6),
    adversary_recipe=Recipe(learning_rate=2e-4, ema=0.99, decay_from=0.5),
    preview=PreviewSettings(),
    preview_recipe=Recipe(learning_rate=1e-3, ema=0.995, decay_from=0.4),
    reinforce=ReinforceSettings(),
    reinforce_recipe=Recipe(learning_rate=5e-5, warmup=10, ema=0.9, decay_from=0.7),
    distill=DistillSettings(teacher_steps=12, roads=512),
    distill_recipe=Recipe(learning_rate=3e-4, warmup=50, ema=0.99, decay_from=0.2),
    refine=RefineSettings(),
    refine_recipe=Recipe(learning_rate=1e-4, warmup=10, ema=0.95, decay_from=0.3),
    captioner=CaptionerSettings(),
    captioner_recipe=Recipe(learning_rate=6e-4, ema=0.995, decay_from=0.5),
    lora=LoraSettings(),
    lora_recipe=Recipe(learning_rate=1e-3, warmup=20, ema=0.98, decay_from=0.6),
    clip_tuning=ClipTuningSettings(text_layers=4, vision_layers=4),
    clip_tuning_recipe=Recipe(learning_rate=2e-5, warmup=20, ema=0.98, decay_from=0.0, weight_decay=0.1),
)

GPU = Preset(
    threads=4,
    steps=None,
    bank=BankSettings(scenes=100_000, school=30_000, chunk=250),
    autoencoder=AutoencoderSettings(channels=(24, 48, 96, 128), latents=8, batch=32, crop=128, size=256),
    autoencoder_recipe=Recipe(learning_rate=1e-3, ema=0.999, decay_from=0.6),
    decoder=AutoencoderSettings(channels=(24, 48, 96, 128), batch=32, crop=128, size=256, train_encoder=False, seed=11),
    decoder_recipe=Recipe(learning_rate=5e-4, ema=0.999, decay_from=0.3),
    clip=ClipSettings(vision_layers=6, batch=768),
    clip_recipe=Recipe(learning_rate=5e-4, warmup=200, ema=0.99, decay_from=0.5, weight_decay=0.1),
    diffusion=DiffusionSettings(channels=(64, 160, 192), plain=1, layers=1, size=256, batch=512),
    diffusion_recipe=Recipe(learning_rate=6e-4, warmup=200, ema=0.999, decay_from=0.6),
    align=AlignSettings(batch=256, scenes=8_000, unseen=512),
    align_recipe=Recipe(learning_rate=1.5e-4, warmup=20, ema=0.99, decay_from=0.0),
    judge=JudgeSettings(width=32, batch=256),
    judge_recipe=Recipe(learning_rate=2e-3, ema=0.99, decay_from=0.5),
    adversary=AdversarySettings(batch=32),
    adversary_recipe=Recipe(learning_rate=2e-4, ema=0.999, decay_from=0.5),
    preview=PreviewSettings(batch=32),
    preview_recipe=Recipe(learning_rate=1e-3, ema=0.999, decay_from=0.4),
    reinforce=ReinforceSettings(captions=32, group=16, steps=12, unseen=512),
    reinforce_recipe=Recipe(learning_rate=1e-4, warmup=10, ema=0.9, decay_from=0.7),
    distill=DistillSettings(roads=4096, batch=256),
    distill_recipe=Recipe(learning_rate=3e-4, warmup=50, ema=0.995, decay_from=0.4),
    refine=RefineSettings(batch=64, unseen=512),
    refine_recipe=Recipe(learning_rate=1e-4, warmup=20, ema=0.95, decay_from=0.3),
    captioner=CaptionerSettings(width=192, heads=3, batch=256),
    captioner_recipe=Recipe(learning_rate=5e-4, warmup=200, ema=0.999, decay_from=0.6),
    lora=LoraSettings(rank=16),
    lora_recipe=Recipe(learning_rate=3e-4, warmup=50, ema=0.99, decay_from=0.6),
    clip_tuning=ClipTuningSettings(batch=128, scenes=8192, unseen=512),
    clip_tuning_recipe=Recipe(learning_rate=1e-5, warmup=100, ema=0.99, decay_from=0.0, weight_decay=0.1),
)

_QUICK = Recipe(learning_rate=2e-3, warmup=2, ema=0.9)

TOY = Preset(
    threads=1,
    steps=12,
    autoencoder=AutoencoderSettings(channels=(8, 8, 16, 16), batch=4, crop=32, size=64),
    autoencoder_recipe=_QUICK,
    decoder=AutoencoderSettings(channels=(8, 8, 16, 16), batch=4, crop=64, size=64, train_encoder=False),
    decoder_recipe=_QUICK,
    clip=ClipSettings(width=64, text_layers=1, vision_width=64, vision_layers=1, batch=16, size=64),
    clip_recipe=_QUICK,
    diffusion=DiffusionSettings(channels=(32, 32), layers=1, text_width=64, size=64, scenes=64, batch=8),
    diffusion_recipe=_QUICK,
    align=AlignSettings(batch=8, scenes=64, unseen=4),
    align_recipe=_QUICK,
    judge=JudgeSettings(width=16, batch=16),  # 8 channels, strided: oneDNN of torch 2.13 crashes on AVX-512
    judge_recipe=_QUICK,
    adversary=AdversarySettings(width=8, batch=4, warmup=4),
    adversary_recipe=_QUICK,
    preview=PreviewSettings(width=8, blocks=(1, 1, 1, 1), batch=4, crop=32),
    preview_recipe=_QUICK,
    reinforce=ReinforceSettings(captions=2, group=2, steps=4, unseen=4),
    reinforce_recipe=_QUICK,
    distill=DistillSettings(teacher_steps=4, roads=16, batch=8),
    distill_recipe=_QUICK,
    refine=RefineSettings(batch=4, unseen=4),
    refine_recipe=_QUICK,
    captioner=CaptionerSettings(width=64, layers=1, heads=2, batch=8, size=64),
    captioner_recipe=_QUICK,
    lora=LoraSettings(rank=2, batch=2, samples=1, sample_steps=2),
    lora_recipe=_QUICK,
    clip_tuning=ClipTuningSettings(batch=8, scenes=32, unseen=8),
    clip_tuning_recipe=_QUICK,
)

PRESETS: dict[PresetName, Preset] = {"toy": TOY, "cpu": CPU, "gpu": GPU}
