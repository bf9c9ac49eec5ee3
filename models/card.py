"""What the owner says about a model: one card each, read from one TOML file.

[dreamer]
source = "owner/some-sdxl-checkpoint"     # hub id, folder or single safetensors file
clip = "owner/some-clip"                  # CLIP for guidance and ranking; none: both are refused
default_steps = 30
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from models.errors import CardWrong

Dtype = Literal["auto", "fp32", "fp16", "bf16"]
Switch = Literal["auto", "on", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """One configured model. Everything but `name` and `source` has a default that suits most checkpoints."""

    name: str
    source: str  #: hub id, folder, or single safetensors file
    revision: str | None = None  #: branch, tag or commit of a hub id
    variant: str | None = None  #: of a hub id's files, such as "fp16"
    family: str | None = None  #: a name in `models.families`; None: found from the pipeline's class
    config: str | None = None  #: folder or hub id with the configuration, for single files
    clip: str | None = None  #: folder or hub id of a CLIPModel; None: no guidance and no ranking
    tiny_vae: str | None = None  #: folder or hub id of an AutoencoderTiny for previews and guidance
    default_steps: int = 30
    default_guidance_scale: float = 5.0
    clip_guidance: float = 0.0  #: default strength, 0..1
    native_size: int = 1024  #: side in pixels of the square that the model was trained on
    max_pixels: int = 2048 * 2048  #: of one picture
    max_batch: int = 4  #: candidates painted at once
    dtype: Dtype = "auto"
    compile: Switch = "off"  #: "auto": where the device can; costs a cold start of about 10 s (ml: regional)
    languages: tuple[str, ...] = ("en",)  #: of prompts, as BCP 47 tags
    vocabulary: tuple[str, ...] = ()  #: words that the model knows; empty: not limited to a list


def _strings(value: object) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None


def _checked(name: str, value: object, annotation: str) -> Any:
    """`value` as the type that the card's field has. Raises `ValueError` with what was expected."""
    choices = {"Dtype": get_args(Dtype), "Switch": get_args(Switch)}.get(annotation)
    if choices:
        if value in choices:
            return value
        raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    if annotation.startswith("tuple"):
        if (strings := _strings(value)) is None:
            raise ValueError(f"{name} must be a list of strings")
        return strings
    if annotation == "float" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if annotation == "int" and isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if annotation.startswith("str") and isinstance(value, str) and value:
        return value
    raise ValueError(f"{name} cannot be {value!r}")


def card_from(name: str, table: Mapping[str, object]) -> ModelCard:
    """One card from its table. Raises `ValueError` that names the wrong field."""
    annotations = {field.name: str(field.type) for field in fields(ModelCard)}
    if unknown := sorted(set(table) - set(annotations) - {"name"}):
        raise ValueError(f"unknown field {unknown[0]!r}")
    if "source" not in table:
        raise ValueError("source is missing")
    values = {key: _checked(key, value, annotations[key]) for key, value in table.items() if key != "name"}
    card = ModelCard(name=name, **values)
    if not 0 <= card.clip_guidance <= 1:
        raise ValueError("clip_guidance must lie between 0 and 1")
    return card


def cards_from_toml(path: Path) -> dict[str, ModelCard]:
    """The cards of a models file by name, in its order.

    Raises `CardWrong` with the place and the reason, for a missing or malformed file too.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CardWrong(path=str(path), where="the file", reason=str(error)) from error
    cards = {}
    for name, table in tables.items():
        try:
            if not isinstance(table, dict):
                raise ValueError("a model is a table: [name]")
            cards[name] = card_from(name, table)
        except ValueError as error:
            raise CardWrong(path=str(path), where=f"[{name}]", reason=str(error)) from error
    return cards


STORYBOOK_FOLDER = Path(__file__).parent / "storybook"


def names_in(value: object) -> tuple[str, ...]:
    """Every word of a vocabulary in `card.json`, whether it is listed plainly or by language."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return tuple(word for key, item in value.items() if key not in {"emoji", "key"} for word in names_in(item))
    return tuple(word for item in value for word in names_in(item)) if isinstance(value, list) else ()


def storybook_card(folder: Path = STORYBOOK_FOLDER) -> ModelCard:
    """The embedded model's card; what its `card.json` says wins over what is written here."""
    card = ModelCard(
        name="storybook",
        source=str(folder),
        family="sd",
        clip=str(folder / "clip") if (folder / "clip").is_dir() else None,
        default_steps=16,
        default_guidance_scale=4.0,
        native_size=128,
        max_pixels=256 * 256,
        languages=("en", "zh"),
    )
    path = folder / "card.json"
    said = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    same = {key: said[key] for key in ("default_steps", "default_guidance_scale", "native_size") if key in said}
    words = names_in(said.get("objects", [])) + names_in(said.get("places", [])) + names_in(said.get("words", []))
    return replace(card, **same, vocabulary=tuple(dict.fromkeys(words)))


STORYBOOK = storybook_card()
