"""What a model is, before it is loaded: from its configuration and the headers of its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.card import ModelCard
from models.errors import ModelBroken
from models.families import family_of
from models.headers import header_of, kind_of, parameters_of
from models.locate import locate, model_index
from models.memory import bytes_for

FACTOR = 8  # pixels per latent, where the autoencoder's configuration does not say
HALF = 2  # bytes per parameter on a GPU


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """Facts of a model's files; sizes in pixels and bytes."""

    source: str
    family: str | None  #: a name in `models.families`, None for one that we do not know
    title: str  #: the family's title, or the diffusers class
    pipeline: str  #: diffusers class
    scheduler: str | None  #: diffusers class; None for a single file, which does not say
    native_size: int  #: side of the square that the model was trained on
    parameters: int
    disk_bytes: int
    memory_bytes: int  #: to paint one picture of the native size in half precision, estimated
    single_file: bool


def inspect(source: str) -> ModelFacts:
    """The facts of a folder, a single file or a hub id; no weights are read, but a hub id is downloaded.

    Raises `ModelNotFound`, `ModelBroken`.
    """
    place = locate(ModelCard(name=source, source=source))
    return _of_file(source, place.path) if place.single else _of_folder(source, place.path)


def _of_file(source: str, path: Path) -> ModelFacts:
    kind = kind_of(source, path)
    parameters, _ = parameters_of(header_of(source, path))
    side = kind.native_size
    return ModelFacts(
        source=source, family=kind.family, title=kind.title, pipeline=kind.pipeline, scheduler=None, native_size=side,
        parameters=parameters, disk_bytes=path.stat().st_size, memory_bytes=bytes_for(parameters, HALF, side, side),
        single_file=True,
    )  # fmt: skip


def _of_folder(source: str, folder: Path) -> ModelFacts:
    index = model_index(source, folder)
    pipeline, family = index["_class_name"], family_of(index["_class_name"])
    weights = [file for part in _parts(index) for file in _weights(folder / part)]
    if not weights:
        raise ModelBroken(model=source, reason="the folder holds no safetensors weights")
    parameters = sum(parameters_of(header_of(source, file))[0] for file in weights)
    side = _native_size(folder) or (family.native_size if family else 1024)
    scheduler = index.get("scheduler", [None, None])[1]
    return ModelFacts(
        source=source, family=family.name if family else None, title=family.title if family else pipeline,
        pipeline=pipeline, scheduler=scheduler, native_size=side, parameters=parameters,
        disk_bytes=sum(file.stat().st_size for file in weights), single_file=False,
        memory_bytes=bytes_for(parameters, HALF, side, side),
    )  # fmt: skip


def _parts(index: Mapping[str, Any]) -> list[str]:
    """Names of the folders that the pipeline loads; a safety checker is not loaded here."""
    return [name for name, said in index.items() if isinstance(said, list) and said[0] and name != "safety_checker"]


def _weights(part: Path) -> list[Path]:
    """The safetensors files of a part, those of variants (fp16 and others) only where there are no plain ones."""
    files = sorted(part.glob("*.safetensors"))
    return [file for file in files if file.stem.count(".") == 0] or files


def _config(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelBroken(model=str(path.parent.parent), reason=f"{path.name} cannot be read") from error
    return found if isinstance(found, dict) else {}


def _native_size(folder: Path) -> int | None:
    """Side in pixels that the denoiser's configuration names; None where it names none."""
    for part in ("unet", "transformer"):
        side = _config(folder / part / "config.json").get("sample_size")
        if isinstance(side, int):
            blocks = _config(folder / "vae" / "config.json").get("block_out_channels")
            return side * (2 ** (len(blocks) - 1) if blocks else FACTOR)
    return None
