"""A preset with the sizes of a model that exists, so that training goes on from any that this code has made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from safetensors import safe_open

from training.autoencoder import AutoencoderSettings
from training.captioner import CaptionerSettings
from training.clip import ClipSettings
from training.diffusion import DiffusionSettings
from training.judge import JudgeSettings
from training.judge.stage import FILE as JUDGE
from training.presets import Preset
from training.preview import PreviewSettings

Crops = TypeVar("Crops", AutoencoderSettings, PreviewSettings)


def sized_as(preset: Preset, folder: Path | None) -> Preset:
    """The preset's batches and recipes with the sizes of the nets in a model folder, as far as they lie there."""
    if folder is None:
        return preset
    return replace(
        preset,
        autoencoder=_autoencoder(preset.autoencoder, folder),
        decoder=_autoencoder(preset.decoder, folder),
        preview=_preview(preset.preview, folder),
        clip=_clip(preset.clip, folder),
        diffusion=_diffusion(preset.diffusion, folder),
        judge=_judge(preset.judge, folder),
        captioner=_captioner(preset.captioner, folder),
    )


def _said(folder: Path, part: str) -> dict[str, Any] | None:
    path = folder / part / "config.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def _autoencoder(settings: AutoencoderSettings, folder: Path) -> AutoencoderSettings:
    if (said := _said(folder, "vae")) is None:
        return settings
    latents = max(settings.latents, said["latent_channels"])  # those that it lacks are added
    fitted = _cropped(settings, said["sample_size"])
    return replace(fitted, channels=tuple(said["block_out_channels"]), latents=latents)


def _preview(settings: PreviewSettings, folder: Path) -> PreviewSettings:
    said = _said(folder, "vae")
    return settings if said is None else _cropped(settings, said["sample_size"])


def _cropped(settings: Crops, size: int) -> Crops:
    """For whole pictures of this size, in pixels, and crops that are no larger."""
    return replace(settings, size=size, crop=min(settings.crop, size))


def _clip(settings: ClipSettings, folder: Path) -> ClipSettings:
    if (said := _said(folder, "clip")) is None:
        return settings
    text, vision = said["text_config"], said["vision_config"]
    return replace(
        settings, width=text["hidden_size"], text_layers=text["num_hidden_layers"],
        vision_width=vision["hidden_size"], vision_layers=vision["num_hidden_layers"],
        size=vision["image_size"], patch=vision["patch_size"],
    )  # fmt: skip


def _diffusion(settings: DiffusionSettings, folder: Path) -> DiffusionSettings:
    if (said := _said(folder, "unet")) is None:
        return settings
    plain = sum(not kind.startswith("CrossAttn") for kind in said["down_block_types"])
    size = 8 * said["sample_size"]
    return replace(
        settings, channels=tuple(said["block_out_channels"]), layers=said["layers_per_block"], plain=plain, size=size,
        text_width=said["cross_attention_dim"],
    )  # fmt: skip


def _judge(settings: JudgeSettings, folder: Path) -> JudgeSettings:
    if not (path := folder / "judge" / JUDGE).is_file():
        return settings
    with safe_open(path, framework="pt") as weights:
        return replace(settings, width=weights.get_slice("stem.weight").get_shape()[0])


def _captioner(settings: CaptionerSettings, folder: Path) -> CaptionerSettings:
    if (said := _said(folder, "captioner")) is None:
        return settings
    words = said["decoder"]
    return replace(
        settings, width=words["n_embd"], layers=words["n_layer"], heads=words["n_head"], longest=words["n_positions"]
    )
