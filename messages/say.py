"""A key or an error, in the person's language. A language is one file in `locales/`; English is the fallback."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from jobs.errors import AtelierError, Value

ENGLISH = "en"
_FOLDER = files("messages") / "locales"


@cache
def languages() -> tuple[str, ...]:
    """The languages that can be spoken, by their file names: ("en", "zh-CN")."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    sentences: dict[str, str] = {}
    for name, value in table.items():
        sentences |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": str(value)}
    return sentences


@cache
def sentences(language: str) -> dict[str, str]:
    """Every sentence of one language by its dotted key, with `{placeholders}`."""
    return _flat(tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


@cache
def spoken(locale: str) -> str:
    """The language for one of Discord's locale codes: "zh-TW" -> "zh-CN", "fr" -> "en"."""
    known = languages()
    if locale in known:
        return locale
    root = locale.partition("-")[0]
    return next((language for language in known if language.partition("-")[0] == root), ENGLISH)


def said(key: str, locale: str) -> str | None:
    """The sentence for a key that may have none."""
    return sentences(spoken(locale)).get(key) or sentences(ENGLISH).get(key)


def say(what: AtelierError | str, locale: str = ENGLISH, **values: Value) -> str:
    """The sentence for a key, or for an error by its code (`str(error)` where no sentence was written for it)."""
    if isinstance(what, AtelierError):
        return _said_error(what, locale)
    sentence = said(what, locale)
    if sentence is None:
        raise KeyError(what)
    return sentence.format(**values)


def _said_error(error: AtelierError, locale: str) -> str:
    sentence = sentences(spoken(locale)).get(f"errors.{error.code}")
    if sentence is None:
        return str(error)
    try:
        return sentence.format(**error.values)
    except (KeyError, IndexError):  # an error from another release: other values than this release words
        return str(error)
