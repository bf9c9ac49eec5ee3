"""The facts of the embedded model, read from the card.json that its training writes beside the weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

STORYBOOK = "storybook"  #: the name that people type after --model
_SAME = {"native_size": "native_size", "default_steps": "steps", "default_guidance_scale": "guidance_scale"}


def facts_of(folder: Path) -> dict[str, Any]:
    """The fields of its `ModelEntry`; what card.json does not say has a default that suits the first weights."""
    path = folder / "card.json"
    said = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    native_size = said.get("native_size", 128)
    facts = {
        "name": STORYBOOK,
        "title": "Storybook",
        "source": str(folder),
        "clip": str(folder / "clip") if (folder / "clip").is_dir() else None,
        "multiple": 16,
        "max_pixels": 4 * native_size**2,
        "steps": 16,
        "guidance_scale": 4.0,
        "languages": ("en", "zh"),
        "native_size": native_size,
        "vocabulary": {kind: _terms(said.get(kind, [])) for kind in ("objects", "places")},
    }
    facts |= {field: said[key] for key, field in _SAME.items() if key in said}
    facts["vocabulary"] |= {"others": _terms(said.get("words", []))}
    return facts | {key: said[key] for key in ("multiple", "max_pixels", "title") if key in said}


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _terms(listed: object) -> list[dict[str, tuple[str, ...]]]:
    """Terms from `["fox"]` or `[{"en": "fox", "zh": ["狐狸"]}]`."""
    items = listed if isinstance(listed, list) else []
    return [_term(item) for item in items if isinstance(item, str | Mapping)]


def _term(item: str | Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    if isinstance(item, str):
        return {"en": (item,)} if item.isascii() else {"zh": (item,)}
    return {language: _names(item.get(language)) for language in ("en", "zh")}
