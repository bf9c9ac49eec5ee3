"""The facts of the embedded model, read from the card.json that its training writes beside the weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

STORYBOOK = "storybook"  #: the name that people type after --model
CARD = "card.json"


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _by_language(item: object) -> object:
    """A term from "fox" or "狐狸" alone."""
    if isinstance(item, str):
        return {"en" if item.isascii() else "zh": item}
    return item


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Read(BaseModel):
    """Facts that are not ours are left to those who read them."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CardTerm(_Read):
    """One thing, by language."""

    en: Names = ()
    zh: Names = ()


Terms = tuple[Annotated[CardTerm, BeforeValidator(_by_language)], ...]


class Card(_Read):
    """What card.json may say; what it does not say has a default that suits the first weights."""

    title: str = "Storybook"
    native_size: int = Field(default=128, ge=32, le=2048)
    multiple: int = 16
    max_pixels: int | None = None
    default_steps: int = 16
    default_guidance_scale: float = 4.0
    default_clip_guidance: float = 0.0
    default_rank_from: int = 4
    objects: Terms = ()
    places: Terms = ()
    words: Terms = ()


def _part(folder: Path, name: str) -> str | None:
    return str(part) if (part := folder / name).is_dir() else None


def facts_of(folder: Path) -> Mapping[str, Any]:
    """The fields of its `ModelEntry`. Raises `pydantic.ValidationError` on a broken card."""
    path = folder / CARD
    card = Card.model_validate_json(path.read_bytes() if path.is_file() else b"{}")
    return {
        "name": STORYBOOK,
        "title": card.title,
        "source": str(folder),
        "clip": _part(folder, "clip"),
        "captioner": _part(folder, "captioner"),
        "tiny_vae": _part(folder, "preview"),
        "student": _part(folder, "student"),
        "student_decoder": "tiny_vae" if (folder / "preview").is_dir() else "vae",
        "native_size": card.native_size,
        "multiple": card.multiple,
        "max_pixels": card.max_pixels or 4 * card.native_size**2,
        "steps": card.default_steps,
        "guidance_scale": card.default_guidance_scale,
        "clip_guidance": card.default_clip_guidance,
        "rank_from": card.default_rank_from,
        "languages": ("en", "zh"),
        "vocabulary": {
            "objects": [term.model_dump() for term in card.objects],
            "places": [term.model_dump() for term in card.places],
            "others": [term.model_dump() for term in card.words],
        },
    }
