"""Reads vectors.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

_TABLE: dict[str, dict[str, str | list[str]]] = tomllib.loads(
    (Path(__file__).parent / "vectors.toml").read_text("utf-8")
)
VECTORS: dict[str, str | list[str]] = {text: result for section in _TABLE.values() for text, result in section.items()}


def expected(result: str | list[str]) -> list[str] | str:
    """One prompt as a list of one; a mistake as it stands."""
    return result if isinstance(result, list) or result.startswith("!") else [result]


def shown_as_typed(prompt: str, kept: Mapping[str, str]) -> str:
    """The shown prompt with the links as they were typed, in the place of `picture:HEX`."""
    for source, key in kept.items():
        prompt = prompt.replace(f"picture:{Path(key).stem}", source)
    return prompt
