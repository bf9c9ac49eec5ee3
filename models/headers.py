"""What a single safetensors file holds, from its header alone: names and shapes, no weights."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ModelBroken

LONGEST_HEADER = 100 * 2**20  # bytes; the format's own limit
BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "I64": 8, "I32": 4, "U8": 1, "I8": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A family's single-file layout, told by one tensor that only it has."""

    family: str
    title: str
    pipeline: str  #: diffusers class
    native_size: int
    tensor: str  #: pattern of its name, after the prefix that most files have
    shape: tuple[int, ...] | None = None  #: its shape must end so, where the name alone does not decide


PREFIX = "model.diffusion_model."
WORDS = r"input_blocks\.\d+\.1\.transformer_blocks\.0\.attn2\.to_k\.weight"
KINDS = (
    Kind(family="flux", title="FLUX.1", pipeline="FluxPipeline", native_size=1024,
         tensor=r"double_blocks\.0\.img_attn\.norm\.key_norm\.scale"),
    Kind(family="sd3", title="Stable Diffusion 3", pipeline="StableDiffusion3Pipeline", native_size=1024,
         tensor=r"joint_blocks\.0\.context_block\.adaLN_modulation\.1\.bias"),
    Kind(family="sdxl", title="Stable Diffusion XL", pipeline="StableDiffusionXLPipeline", native_size=1024,
         tensor=r"label_emb\.0\.0\.weight"),
    Kind(family="sd", title="Stable Diffusion 2", pipeline="StableDiffusionPipeline", native_size=768,
         tensor=WORDS, shape=(1024,)),
    Kind(family="sd", title="Stable Diffusion 1.5", pipeline="StableDiffusionPipeline", native_size=512,
         tensor=WORDS),
)  # fmt: skip


def header_of(name: str, path: Path) -> Mapping[str, Any]:
    """Tensor name -> {"dtype", "shape"} of a safetensors file. Raises `ModelBroken`."""
    try:
        with path.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            if length > LONGEST_HEADER:
                raise ValueError("not a safetensors file")
            header = json.loads(stream.read(length))
    except (OSError, ValueError, struct.error) as error:
        raise ModelBroken(model=name, reason=f"{path.name} is not a safetensors file") from error
    return {key: value for key, value in header.items() if key != "__metadata__"}


def parameters_of(header: Mapping[str, Any]) -> tuple[int, int]:
    """Parameters and bytes of all tensors of a header."""
    parameters = bytes_all = 0
    for tensor in header.values():
        count = 1
        for side in tensor["shape"]:
            count *= side
        parameters += count
        bytes_all += count * BYTES.get(tensor["dtype"], 4)
    return parameters, bytes_all


def kind_of(name: str, path: Path) -> Kind:
    """Which family's layout a single file has. Raises `ModelBroken` for one that is none of them."""
    header = header_of(name, path)
    shapes = {key.removeprefix(PREFIX): tuple(tensor["shape"]) for key, tensor in header.items()}
    for kind in KINDS:
        if any(_matches(kind, key, shape) for key, shape in shapes.items()):
            return kind
    raise ModelBroken(model=name, reason=f"{path.name} holds no text-to-image model that I know")


def _matches(kind: Kind, key: str, shape: tuple[int, ...]) -> bool:
    ends_so = kind.shape is None or shape[-len(kind.shape) :] == kind.shape
    return ends_so and re.fullmatch(kind.tensor, key) is not None
