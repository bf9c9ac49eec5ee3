"""From a training folder to a model folder: the standard diffusers layout, stock classes, fp16, with CLIP and a card.

    python -m training.export --preset cpu --out runs --model models/storybook --known runs/known.json
    python -m training.export --from models/storybook --out runs --model models/storybook

Works on the checkpoint of a diffusion run that is still going on, too. With `--from`, what was not trained in `runs` is
taken as it is from the model that training went on from.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from torch import nn
from transformers import CLIPModel, CLIPTokenizer, VisionEncoderDecoderModel

from training.assembly import (
    assemble,
    clip_of,
    diffusion_path,
    latest_decoder,
    loaded,
    put_aligned,
    reinforcement_of,
    student_here,
)
from training.card import Defaults, card, defaults_of, recognised, said_by, words_of, write_card
from training.checkpoint import replaced
from training.presets import PRESETS, Preset
from training.sitting import trained
from training.sizes import sized_as

SHARD = "15MB"  #: largest weight file, so that each stays below 16 MiB
PARTS = ("clip", "decoder", "adversary", "preview", "judge", "distill", "refine", "captioner")


def _edit(config: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what a config says."""
    said = json.loads(config.read_text("utf-8"))
    change(said)
    config.write_text(json.dumps(said, indent=2, sort_keys=True) + "\n", "utf-8")


def _say_float32(config: Path) -> None:
    """transformers loads the precision that the file names; stock pipelines expect float32 unless asked otherwise."""
    _edit(config, lambda said: said.update(dtype="float32"))


def _say_no_paths(folder: Path) -> None:
    """diffusers writes into a config where its weights were loaded from; that is nobody else's business."""
    for config in folder.glob("*/config.json"):
        _edit(config, lambda said: said.pop("_name_or_path", None))


def write_clip(source: Path, tokenizer: CLIPTokenizer, folder: Path) -> None:
    """CLIP as a stock CLIPModel with its tokenizer and the scaling of its pictures, -1 to 1."""
    model = CLIPModel.from_pretrained(source).half()
    model.save_pretrained(folder, max_shard_size=SHARD)
    _say_float32(folder / "config.json")
    tokenizer.save_pretrained(folder)
    edge = model.config.vision_config.image_size
    scaling: dict[str, Any] = {
        "image_processor_type": "CLIPImageProcessor",
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
        "size": {"shortest_edge": edge},
        "crop_size": {"height": edge, "width": edge},
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(scaling, indent=2) + "\n", "utf-8")


def best_student(out: Path, start: Path | None) -> UNet2DConditionModel | None:
    """The student of `out`, or else of `start`, and what was made of it by reward; None where there is none."""
    if (found := student_here(out, start)) is None:
        return None
    student = UNet2DConditionModel.from_pretrained(found, torch_dtype=torch.float32)
    better = reinforcement_of(student, out, "refine")
    return student if better is None else UNet2DConditionModel.from_pretrained(better, torch_dtype=torch.float32)


def write_extras(out: Path, folder: Path, student: UNet2DConditionModel | None, start: Path | None = None) -> None:
    """The student, the small autoencoder, the judge and the captioner, where they have been trained; where they have
    not, those of `start` that look at pictures, and the one that looks at latents while these are the same."""
    if (judge := trained(out, "judge", start, "judge")).is_dir():
        shutil.copytree(judge, folder / "judge", dirs_exist_ok=True)
    if (preview := out / "preview" / "model").is_dir():
        AutoencoderTiny.from_pretrained(preview, torch_dtype=torch.float16).save_pretrained(folder / "preview")
        _edit(folder / "preview" / "config.json", lambda said: said.pop("block_out_channels", None))  # diffusers warns
    elif start is not None and (start / "preview").is_dir() and not (out / "autoencoder" / "model").is_dir():
        shutil.copytree(start / "preview", folder / "preview")
    if student is not None:
        student.half().save_pretrained(folder / "student", max_shard_size=SHARD)
    if (words := out / "captioner" / "model").is_dir():
        model = VisionEncoderDecoderModel.from_pretrained(words).half()
        model.save_pretrained(folder / "captioner", max_shard_size=SHARD)
        _say_float32(folder / "captioner" / "config.json")
        CLIPTokenizer.from_pretrained(words).save_pretrained(folder / "captioner")
    elif start is not None and (start / "captioner").is_dir():
        shutil.copytree(start / "captioner", folder / "captioner")


def export(
    preset: Preset,
    out: Path,
    destination: Path,
    defaults: Defaults,
    device: str,
    measured: dict[str, float] | None = None,
    start: Path | None = None,
) -> None:
    """Write the model folder, replacing what was there at once. measured: object key -> share right, for the card.

    start: the model that training went on from; it gives what `out` has not trained and what new latents do not change.
    """
    pipe, state = assemble(preset, out, start)

    def write(folder: Path) -> None:
        for part in (pipe.unet, pipe.vae, pipe.text_encoder):
            nn.Module.to(part, torch.float16)  # diffusers' own `to` warns of modules that none of these has
        pipe.save_pretrained(folder, max_shard_size=SHARD)
        _say_float32(folder / "text_encoder" / "config.json")
        write_clip(*clip_of(out, start), folder / "clip")
        write_extras(out, folder, best_student(out, None), start)
        said = card(state, preset, defaults, device, measured)
        said["training"] |= {"before": said_by(start)["training"]} if start is not None else {}
        _say_no_paths(folder)
        write_card(said, folder)
        for extra in destination.glob("*.md"):
            shutil.copy(extra, folder)

    replaced(destination, write)


def renew(
    start: Path, out: Path, destination: Path, defaults: Defaults, measured: dict[str, float] | None = None
) -> None:
    """Write `start` to the destination with what has been trained in `out` on top of it: CLIP, a decoder, an aligned or
    reinforced denoiser, a student, a small autoencoder, a judge, a captioner; and with these defaults on its card.

    Raises FileNotFoundError where `start` is no model folder, ValueError where nothing would change or where `out` has
    an autoencoder whose latents no denoiser knows."""
    was = said_by(start)
    said = was | {f"default_{name}": value for name, value in asdict(defaults).items()}
    if measured is not None:
        said["objects"] = [words_of(item) for item in recognised(measured)]
    if (out / "autoencoder" / "model").is_dir():
        raise ValueError(f"The autoencoder in {out} has latents of its own. Train diffusion on them first.")
    pipe = loaded(start, out, aligned=False)
    aligned = put_aligned(pipe, out)
    if (better := reinforcement_of(pipe.unet, out)) is not None:
        pipe.unet = UNet2DConditionModel.from_pretrained(better, torch_dtype=torch.float32)
    if said == was and better is None and not aligned and not any((out / part / "model").is_dir() for part in PARTS):
        raise ValueError(f"Nothing has been trained in {out} that a model could take.")

    def write(folder: Path) -> None:
        shutil.copytree(start, folder, dirs_exist_ok=True)
        if aligned or better is not None:
            pipe.unet.half().save_pretrained(folder / "unet", max_shard_size=SHARD)
        if aligned:
            pipe.text_encoder.half().save_pretrained(folder / "text_encoder", max_shard_size=SHARD)
            _say_float32(folder / "text_encoder" / "config.json")
        if (vae := latest_decoder(out)) is not None:
            AutoencoderKL.from_pretrained(vae, torch_dtype=torch.float16).save_pretrained(folder / "vae")
        if (clip := out / "clip" / "model").is_dir():
            write_clip(clip, CLIPTokenizer.from_pretrained(out / "tokenizer"), folder / "clip")
        write_extras(out, folder, best_student(out, start))
        _say_no_paths(folder)
        write_card(said, folder)

    replaced(destination, write)


def ship(
    preset: Preset, out: Path, destination: Path, defaults: Defaults, device: str,
    measured: dict[str, float] | None = None, start: Path | None = None,
) -> None:  # fmt: skip
    """Write the model that has been trained in `out`: `start` with what is new, or all of it where a denoiser was
    trained. Raises as `export` and `renew` do."""
    if start is not None and not diffusion_path(out).is_file():
        renew(start, out, destination, defaults, measured)
    else:
        export(preset, out, destination, defaults, device, measured, start)


def main() -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description=__doc__)
    parser.add_argument("--preset", choices=tuple(PRESETS), default="cpu")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="the training folder")
    parser.add_argument("--model", type=Path, default=Path("models/storybook"), help="the folder to write")
    parser.add_argument("--from", dest="start", type=Path, help="the model folder that training went on from")
    as_before = "as the model that training went on from, unless given"
    parser.add_argument("--steps", type=int, help=as_before)
    parser.add_argument("--scale", dest="guidance_scale", type=float, help=as_before)
    parser.add_argument("--clip-guidance", type=float, help=as_before)
    parser.add_argument("--rank-from", type=int, help=as_before)
    parser.add_argument("--device", default="2 CPU cores", help="what it was trained on, for the card")
    parser.add_argument("--known", type=Path, help="what `python -m training.evaluate --known` wrote")
    chosen = parser.parse_args()
    try:
        written(chosen)
    except (OSError, ValueError) as error:
        parser.error(str(error))


def written(chosen: argparse.Namespace) -> None:
    """Write the model folder that the command line asks for."""
    measured = json.loads(chosen.known.read_text("utf-8")) if chosen.known else None
    given = {name: value for name in Defaults.__slots__ if (value := getattr(chosen, name)) is not None}
    defaults = replace(defaults_of(chosen.start), **given)
    preset = sized_as(PRESETS[chosen.preset], chosen.start)
    ship(preset, chosen.out, chosen.model, defaults, chosen.device, measured, chosen.start)


if __name__ == "__main__":
    main()
