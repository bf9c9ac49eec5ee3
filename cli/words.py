"""What the command line says, in English or, where `LANG` asks for it, in Chinese."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"


def language_of(env: Mapping[str, str]) -> str:
    """`zh` for a Chinese locale, by the order that POSIX gives these names; else `en`."""
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


@cache
def sentences(language: str) -> dict[str, str]:
    """All sentences of one language, by key."""
    return tomllib.loads((LOCALES / f"{language}.toml").read_text(encoding="utf-8"))


def tr(key: str, **values: object) -> str:
    """The sentence of `key` in the language of this terminal, English where the language lacks it."""
    found = sentences(language_of(os.environ)).get(key) or sentences("en")[key]
    return found.format(**values) if values else found


def terminal_locale() -> str:
    """The terminal's language as one of Discord's locale codes, for sentences that live in `messages/`."""
    return {"zh": "zh-CN"}.get(language_of(os.environ), "en-US")
