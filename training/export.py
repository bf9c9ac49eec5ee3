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
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from torch import nn
from transformers import CLIPModel, CLIPTokenizer, VisionEncoderDecoderModel

from training import checkpoint
from training.assembly import assemble, clip_of, latest_decoder
from training.checkpoint import digest, holder, replaced
from training.data.objects import Object, objects
from training.data.places import Place, places
from training.data.words import COLOURS_ZH, STYLES_EN, STYLES_ZH, TIMES_EN, TIMES_ZH, WEATHERS_EN, WEATHERS_ZH
from training.presets import PRESETS, Preset
from training.sitting import trained
from training.sizes import sized_as

SHARD = "15MB"  #: largest weight file, so that each stays below 16 MiB
PARTS = ("clip", "decoder", "adversary", "preview", "judge", "distill", "captioner")
KNOWN = 0.8  #: share of tiles in which the judge must recognise an object before the card names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """How the model paints best."""

    steps: int = 16
    guidance_scale: float = 4.0
    clip_guidance: float = 0.0  #: 0 to 1; this and the next as `benchmarks/guidance.py` finds that they pay
    rank_from: int = 4


def _say_float32(config: Path) -> None:
    """transformers loads the precision that the file names; stock pipelines expect float32 unless asked otherwise."""
    said = json.loads(config.read_text("utf-8"))
    said["dtype"] = "float32"
    config.write_text(json.dumps(said, indent=2, sort_keys=True) + "\n", "utf-8")


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


def write_extras(out: Path, folder: Path, start: Path | None = None) -> None:
    """The student, the small autoencoder, the judge and the captioner, where they have been trained; those of `start`
    that look at pictures, not at latents, where they have not."""
    if (judge := trained(out, "judge", start, "judge")).is_dir():
        shutil.copytree(judge, folder / "judge", dirs_exist_ok=True)
    if (preview := out / "preview" / "model").is_dir():
        AutoencoderTiny.from_pretrained(preview, torch_dtype=torch.float16).save_pretrained(folder / "preview")
    if (student := out / "distill" / "model").is_dir():
        net = UNet2DConditionModel.from_pretrained(student, torch_dtype=torch.float16)
        net.save_pretrained(folder / "student", max_shard_size=SHARD)
    if (words := out / "captioner" / "model").is_dir():
        model = VisionEncoderDecoderModel.from_pretrained(words).half()
        model.save_pretrained(folder / "captioner", max_shard_size=SHARD)
        _say_float32(folder / "captioner" / "config.json")
        CLIPTokenizer.from_pretrained(words).save_pretrained(folder / "captioner")
    elif start is not None and (start / "captioner").is_dir():
        shutil.copytree(start / "captioner", folder / "captioner")


def _words(item: Object | Place) -> dict[str, Any]:
    names: dict[str, Any] = {"key": item.key, "en": list(item.en), "zh": list(item.zh)}
    return names | ({"emoji": item.glyph} if isinstance(item, Object) else {"en": list(item.en) + _bare(item)})


def _bare(place: Place) -> list[str]:
    """The place's phrases without preposition and article, as they may stand in a prompt."""
    skipped = {"in", "on", "at", "the", "a", "an", "among", "under", "before", "beside"}
    bare = (" ".join(word for word in phrase.split() if word not in skipped) for phrase in place.en)
    return [phrase for phrase in dict.fromkeys(bare) if phrase and phrase not in place.en]


def known(measured: dict[str, float] | None) -> list[Object]:
    """The objects that are recognised often enough, of those that were measured; all where nothing was measured."""
    return [item for item in objects() if measured is None or measured.get(item.key, 0.0) >= KNOWN]


def card(
    state: checkpoint.State, preset: Preset, defaults: Defaults, device: str, measured: dict[str, float] | None
) -> dict[str, Any]:
    """What the model can paint, how it paints best, and how it was trained. measured: object key -> share, 0 to 1."""
    chosen = preset.diffusion
    colours = [{"en": [en], "zh": [zh, zh.removesuffix("色")]} for en, zh in COLOURS_ZH.items()]
    tables = ((TIMES_EN, TIMES_ZH), (WEATHERS_EN, WEATHERS_ZH), (STYLES_EN, STYLES_ZH))
    others = [{"en": list(en[key]), "zh": list(zh[key])} for en, zh in tables for key in en]
    training = {
        "device": device,
        "diffusion_minutes": round(state.elapsed / 60, 1),
        "diffusion_samples": state.step * chosen.batch,
        "diffusion_steps": state.step,
        "scenes": preset.bank.scenes if preset.bank else chosen.scenes,
        "drawings": "Noto Color Emoji, SIL Open Font License 1.1",
    }
    return {
        "name": "storybook",
        "title": "Storybook",
        "native_size": chosen.size,
        **{f"default_{name}": value for name, value in asdict(defaults).items()},
        "languages": ["en", "zh"],
        "objects": [_words(item) for item in known(measured)],
        "places": [_words(place) for place in places()],
        "words": colours + others,
        "training": training,
    }


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
        write_extras(out, folder, start)
        said = card(state, preset, defaults, device, measured)
        said["training"] |= {"before": _said(start)["training"]} if start is not None else {}
        _write_card(said, folder)
        for extra in destination.glob("*.md"):
            shutil.copy(extra, folder)

    replaced(destination, write)


def _write_card(said: dict[str, Any], folder: Path) -> None:
    (folder / "card.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _said(model: Path) -> dict[str, Any]:
    """A model's card."""
    said: dict[str, Any] = json.loads((model / "card.json").read_text("utf-8"))
    return said


def defaults_of(model: Path | None) -> Defaults:
    """How a model's card says that it paints best; what is usual where there is no model yet."""
    if model is None:
        return Defaults()
    said = _said(model)
    return Defaults(**{name: said[f"default_{name}"] for name in Defaults.__slots__})


def renew(
    start: Path, out: Path, destination: Path, defaults: Defaults, measured: dict[str, float] | None = None
) -> None:
    """Write `start` to the destination with what has been trained in `out` on top of it: CLIP, a decoder, a reinforced
    denoiser, a student, a small autoencoder, a judge, a captioner; and with these defaults on its card.

    Raises FileNotFoundError where `start` is no model folder, ValueError where nothing would change or where `out` has
    an autoencoder whose latents no denoiser knows."""
    was = _said(start)
    said = was | {f"default_{name}": value for name, value in asdict(defaults).items()}
    if measured is not None:
        said["objects"] = [_words(item) for item in known(measured)]
    if (out / "autoencoder" / "model").is_dir():
        raise ValueError(f"The autoencoder in {out} has latents of its own. Train diffusion on them first.")
    better = out / "reinforce" / "model"
    reinforced = better.is_dir() and holder(better) == digest(UNet2DConditionModel.from_pretrained(start / "unet"))
    if said == was and not reinforced and not any((out / part / "model").is_dir() for part in PARTS):
        raise ValueError(f"Nothing has been trained in {out} that a model could take.")

    def write(folder: Path) -> None:
        shutil.copytree(start, folder, dirs_exist_ok=True)
        if reinforced:
            net = UNet2DConditionModel.from_pretrained(better, torch_dtype=torch.float16)
            net.save_pretrained(folder / "unet", max_shard_size=SHARD)
        if (vae := latest_decoder(out)) is not None:
            AutoencoderKL.from_pretrained(vae, torch_dtype=torch.float16).save_pretrained(folder / "vae")
        if (clip := out / "clip" / "model").is_dir():
            write_clip(clip, CLIPTokenizer.from_pretrained(out / "tokenizer"), folder / "clip")
        write_extras(out, folder)
        _write_card(said, folder)

    replaced(destination, write)


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
    if chosen.start is not None and not (chosen.out / "diffusion" / "checkpoint.pt").is_file():
        renew(chosen.start, chosen.out, chosen.model, defaults, measured)
        return
    preset = sized_as(PRESETS[chosen.preset], chosen.start)
    export(preset, chosen.out, chosen.model, defaults, chosen.device, measured, chosen.start)


if __name__ == "__main__":
    main()
