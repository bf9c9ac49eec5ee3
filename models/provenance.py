"""Where a picture came from: everything that a seed's promise depends on besides the order."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import diffusers
import torch

from models.card import ModelCard
from models.seeds import NOISE_VERSION

WEIGHTS = {".safetensors", ".bin", ".ckpt", ".pt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Plain values, kept in the record of a job."""

    source: str
    revision: str  #: commit of a hub id, or the SHA-256 of the weights
    family: str  #: "unknown" for one that we do not know
    pipeline: str  #: diffusers class
    scheduler: str  #: diffusers class
    clip: str  #: where the CLIP for guidance and ranking came from; empty without one
    dtype: str
    device: str
    noise_version: int
    torch: str
    diffusers: str

    def as_dict(self) -> dict[str, str | int]:
        """For JSON."""
        return asdict(self)


def hash_of(path: Path) -> str:
    """SHA-256 over names and contents of the weights in a folder, or of one file; hex, 64 digits."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.suffix in WEIGHTS)
    whole = hashlib.sha256()
    for file in files:
        if file != path:
            whole.update(file.relative_to(path).as_posix().encode())
        with file.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()


def provenance_of(
    pipeline: Any, card: ModelCard, revision: str, family: str, dtype: torch.dtype, device: str
) -> Provenance:
    """What is known of a loaded pipeline."""
    return Provenance(
        source=card.source, clip=card.clip or "", revision=revision, family=family, pipeline=type(pipeline).__name__,
        scheduler=type(pipeline.scheduler).__name__, dtype=str(dtype).removeprefix("torch."), device=device,
        noise_version=NOISE_VERSION, torch=torch.__version__, diffusers=diffusers.__version__,
    )  # fmt: skip
