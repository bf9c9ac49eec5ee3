"""Where a model's files are: folder, single safetensors file, or a hub's cache, brought to a path on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diffusers import DiffusionPipeline
from huggingface_hub import snapshot_download

from models.card import ModelCard
from models.errors import ModelBroken, ModelNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A model on this machine."""

    path: Path  #: a folder with `model_index.json`, or a single file
    revision: str | None  #: commit of a hub id; None for what lies on the disk

    @property
    def single(self) -> bool:
        """Whether it is a single file."""
        return self.path.is_file()


def _like_hub_id(source: str) -> bool:
    return source.count("/") == 1 and not source.startswith((".", "/", "~")) and all(source.split("/"))


def _fetched(name: str, source: str, fetch: Callable[[], str]) -> Located:
    """What `fetch` brings from the hub; every way of not reaching it becomes `ModelNotFound`."""
    try:
        folder = Path(fetch())
    except (OSError, ValueError, RuntimeError) as error:  # hub, HTTP and offline errors are all of these kinds
        raise ModelNotFound(model=name, source=source) from error
    return Located(path=folder, revision=folder.name)


def locate(card: ModelCard) -> Located:
    """The card's model, downloaded once if it is a hub id.

    Raises `ModelNotFound`, and `ModelBroken` for a folder that is no diffusers pipeline.
    """
    path = Path(card.source).expanduser()
    if path.is_file():
        return Located(path=path, revision=None)
    if path.is_dir():
        if not (path / "model_index.json").is_file():
            raise ModelBroken(model=card.name, reason="the folder has no model_index.json")
        return Located(path=path, revision=None)
    if not _like_hub_id(card.source):
        raise ModelNotFound(model=card.name, source=card.source)
    wanted = {key: value for key in ("revision", "variant") if (value := getattr(card, key)) is not None}
    return _fetched(card.name, card.source, lambda: str(DiffusionPipeline.download(card.source, **wanted)))


def locate_part(name: str, source: str) -> Path:
    """The folder of a part (a CLIP, a small autoencoder) that a card names. Raises `ModelNotFound`."""
    path = Path(source).expanduser()
    if path.is_dir():
        return path
    if not _like_hub_id(source):
        raise ModelNotFound(model=name, source=source)
    return _fetched(name, source, lambda: str(snapshot_download(source))).path


def model_index(name: str, folder: Path) -> dict[str, Any]:
    """The pipeline's own table of parts. Raises `ModelBroken`."""
    try:
        index = json.loads((folder / "model_index.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelBroken(model=name, reason="its model_index.json cannot be read") from error
    if not isinstance(index, dict) or not isinstance(index.get("_class_name"), str):
        raise ModelBroken(model=name, reason="its model_index.json names no pipeline")
    return index
