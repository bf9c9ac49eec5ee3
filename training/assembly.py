"""The parts of a training folder put together: what was trained there, and what training went on from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, DiffusionPipeline, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from training import checkpoint
from training.clip import fresh_text_tower
from training.diffusion import build, pipeline
from training.presets import Preset
from training.sitting import trained


def diffusion_path(out: Path) -> Path:
    """Where the checkpoint of the diffusion run lies, if one has begun."""
    return out / "diffusion" / "checkpoint.pt"


def latest_decoder(out: Path) -> Path | None:
    """The autoencoder whose decoder was trained on, if there is one."""
    made = (out / stage / "model" for stage in ("adversary", "decoder"))
    return next((folder for folder in made if folder.is_dir()), None)


def reinforcement_of(unet: UNet2DConditionModel, out: Path, stage: str = "reinforce") -> Path | None:
    """The folder of what a stage made of this very net, if it did: `reinforce` of a denoiser, `refine` of a student."""
    folder = out / stage / "model"
    return folder if folder.is_dir() and checkpoint.holder(folder) == checkpoint.digest(unet) else None


def alignment_of(pipe: Any, out: Path) -> Path | None:
    """The folder of what `align` made of this very pipeline's denoiser and text tower, if it did."""
    folder = out / "align" / "model"
    own = folder.is_dir() and checkpoint.holder(folder) == checkpoint.digest(pipe.unet, pipe.text_encoder)
    return folder if own else None


def put_aligned(pipe: Any, out: Path) -> bool:
    """Give the pipeline the denoiser and the text tower that `align` made of its own, if it did; say whether."""
    if (folder := alignment_of(pipe, out)) is not None:
        pipe.unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32)
        pipe.text_encoder = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32)
    return folder is not None


def loaded(start: Path, out: Path, aligned: bool = True) -> Any:
    """The pipeline of a model to go on from, in float32, as `align` left it where that is wanted and was done."""
    pipe = DiffusionPipeline.from_pretrained(start, dtype=torch.float32)
    if aligned:
        put_aligned(pipe, out)
    return pipe


def student_here(out: Path, start: Path | None) -> Path | None:
    """The folder of the student that `distill` made in `out`, or that `align` made of the one of `start`, or this."""
    if (distilled := out / "distill" / "model").is_dir():
        return distilled
    if start is None or not (start / "student").is_dir():
        return None
    return (alignment_of(loaded(start, out, aligned=False), out) or start) / "student"


def assemble(
    preset: Preset, out: Path, start: Path | None = None, aligned: bool = True, reinforced: bool = True
) -> tuple[StableDiffusionPipeline, checkpoint.State]:
    """The pipeline with the averaged weights that the diffusion run in `out` has by now, and the run's state.

    aligned, reinforced: with what these stages made of them, where they did. start: the model that training went on
    from, whose autoencoder serves where `out` has none.

    Raises FileNotFoundError where there is no such run, CheckpointUnfit where it is of another preset's nets.
    """
    path = diffusion_path(out)
    if (state := checkpoint.load(path)) is None:
        raise FileNotFoundError(f"There is no diffusion run in {out}: {path} is missing.")
    vae = AutoencoderKL.from_pretrained(
        latest_decoder(out) or trained(out, "autoencoder", start, "vae"), torch_dtype=torch.float32
    )
    tokenizer = CLIPTokenizer.from_pretrained(out / "tokenizer")
    unet, text = build(preset.diffusion, vae.config.latent_channels), fresh_text_tower(preset.clip, tokenizer)
    checkpoint.put(state.ema, torch.nn.ModuleDict({"unet": unet, "text_encoder": text}), path)
    pipe = pipeline(vae, text, tokenizer, unet)
    if aligned:
        put_aligned(pipe, out)
    if reinforced and (better := reinforcement_of(pipe.unet, out)) is not None:
        pipe.unet = UNet2DConditionModel.from_pretrained(better, torch_dtype=torch.float32)
    return pipe, state


def clip_of(out: Path, start: Path | None) -> tuple[Path, CLIPTokenizer]:
    """The folder of the CLIP that goes into the model, and the vocabulary that it was trained with."""
    folder = trained(out, "clip", start, "clip")
    own = (folder / "tokenizer.json").is_file()  # a model folder's has it beside the weights
    return folder, CLIPTokenizer.from_pretrained(folder if own else out / "tokenizer")
