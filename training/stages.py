"""The stages by name, in the order in which they need each other, each resumable from its own folder under `out`.

    tokenizer    out/tokenizer            the vocabulary, made by whoever needs it first
    autoencoder  out/autoencoder/model    pictures to latents and back
    clip         out/clip/model           pictures and words in one space
    diffusion    out/diffusion            latents from words; needs the two above; its result is its checkpoint
    decoder      out/decoder/model        the autoencoder's second half trained on, its latents unchanged
    judge        out/judge/model          names object and place; needs nothing of the others

`minutes` is what a stage trains in all, over all sittings: interrupt it whenever you like, call it again, it goes on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from safetensors.torch import save_file
from torch import nn
from transformers import CLIPModel, CLIPTextModel

from training.autoencoder import AutoencoderStage, normalise
from training.clip import ClipStage
from training.diffusion import DiffusionStage, cached_latents
from training.judge import JudgeStage
from training.loop import Budget, Run, fit
from training.pictures import batch, scenes
from training.presets import PRESETS, Preset, PresetName
from training.tokenizer import saved as saved_tokenizer


class StageMissing(Exception):
    """A stage was asked for before one that it builds on."""

    def __init__(self, stage: str, needs: str) -> None:
        super().__init__(f"{stage} needs {needs}, which has not been trained in this folder.")
        self.stage, self.needs = stage, needs


def _needed(out: Path, stage: str, needs: str) -> Path:
    folder = out / needs / "model"
    if not folder.is_dir():
        raise StageMissing(stage, needs)
    return folder


def replaced(folder: Path, write: Callable[[Path], object]) -> None:
    """Fill `folder` anew through `write`, so that a reader finds the old content or the new."""
    fresh, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    write(fresh)
    if folder.is_dir():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def autoencoder(preset: Preset, budget: Budget, out: Path) -> dict[str, float]:
    """Train the autoencoder, and give its latents mean 0 and deviation 1."""
    run = Run(AutoencoderStage(preset.autoencoder), preset.autoencoder_recipe, budget, out / "autoencoder")
    numbers = fit(run)
    finish_autoencoder(run, preset, out)
    return numbers


@torch.no_grad()
def finish_autoencoder(run: Run, preset: Preset, out: Path) -> None:
    """Write the averaged weights of an autoencoder's run, with normalised latents."""
    vae = run.averaged()
    assert isinstance(vae, AutoencoderKL)
    pictures = batch(scenes(0, 256), preset.autoencoder.size)
    normalise(vae, torch.cat([vae.encode(part).latent_dist.mode() for part in pictures.split(32)]))
    replaced(out / "autoencoder" / "model", vae.save_pretrained)


def decoder(preset: Preset, budget: Budget, out: Path) -> dict[str, float]:
    """Train the autoencoder's decoder on, with its encoder as it is."""
    vae = AutoencoderKL.from_pretrained(_needed(out, "decoder", "autoencoder")).to(memory_format=torch.channels_last)
    run = Run(AutoencoderStage(preset.decoder, vae), preset.decoder_recipe, budget, out / "decoder")
    numbers = fit(run)
    run.averaged()
    replaced(out / "decoder" / "model", vae.save_pretrained)
    return numbers


def clip(preset: Preset, budget: Budget, out: Path) -> dict[str, float]:
    """Train CLIP."""
    stage = ClipStage(preset.clip, saved_tokenizer(out / "tokenizer"))
    run = Run(stage, preset.clip_recipe, budget, out / "clip")
    numbers = fit(run)
    run.averaged()
    replaced(out / "clip" / "model", stage.clip.save_pretrained)
    return numbers


def text_tower(clip_folder: Path) -> CLIPTextModel:
    """A copy of CLIP's text tower, to be trained on."""
    whole = CLIPModel.from_pretrained(clip_folder)
    text = CLIPTextModel(whole.config.text_config)
    text.load_state_dict(whole.text_model.state_dict())
    return text


def diffusion_run(preset: Preset, budget: Budget, out: Path) -> Run:
    """The diffusion stage with its cached latents, at the point that its checkpoint has reached."""
    vae = AutoencoderKL.from_pretrained(_needed(out, "diffusion", "autoencoder")).requires_grad_(False)
    text = text_tower(_needed(out, "diffusion", "clip"))
    latents = cached_latents(vae, preset.diffusion, out / "latents")
    stage = DiffusionStage(preset.diffusion, latents, vae, text, saved_tokenizer(out / "tokenizer"))
    return Run(stage, preset.diffusion_recipe, budget, out / "diffusion")


def diffuse(preset: Preset, budget: Budget, out: Path) -> dict[str, float]:
    """Train the denoiser and its text tower; `export` reads both from the checkpoint, during the training too."""
    return fit(diffusion_run(preset, budget, out), evaluate_seconds=600)


def judge(preset: Preset, budget: Budget, out: Path) -> dict[str, float]:
    """Train the judge."""
    run = Run(JudgeStage(preset.judge), preset.judge_recipe, budget, out / "judge")
    numbers = fit(run)
    model = run.averaged()
    replaced(out / "judge" / "model", lambda folder: _save_weights(folder, model))
    return numbers


def _save_weights(folder: Path, model: nn.Module) -> None:
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    save_file(weights, folder / "judge.safetensors")


Runner = Callable[[Preset, Budget, Path], dict[str, float]]

STAGES: dict[str, Runner] = {
    "autoencoder": autoencoder,
    "clip": clip,
    "diffusion": diffuse,
    "decoder": decoder,
    "judge": judge,
}


def train(stage: str, preset: PresetName, minutes: float | None, out: Path) -> dict[str, float]:
    """Run one stage, from its checkpoint if it has one. Returns its evaluation's numbers.

    minutes: training time in all, over all sittings; None leaves the end to the preset's steps.
    Raises KeyError for an unknown stage or preset, StageMissing where an earlier stage is needed.
    """
    chosen, runner = PRESETS[preset], STAGES[stage]
    if minutes is None and chosen.steps is None:
        raise ValueError(f"The preset {preset} has no end of its own: give the minutes.")
    torch.set_num_threads(chosen.threads)
    return runner(chosen, Budget(minutes, chosen.steps), out)
