"""The words of a prompt in another language, its parameters untouched.

A text that waits for its translation stands among the sources of a prompt, as a picture does that must be fetched
first: `words:` and the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from jobs.knows import has_han
from jobs.prompt.cited import figure
from jobs.prompt.prompt import Chunk, Prompt

WORDS = "words:"
_SYNTAX = re.compile(r"\s*(?:--+|[—–]+|::)\s*")  # what would be read as a parameter or a weight
_SPACE = re.compile(r"\s+")


def foreign_texts(prompt: Prompt) -> tuple[str, ...]:
    """As sources, each part of the prompt that holds Chinese characters: chunks, and items of --no."""
    texts = (*(chunk.text for chunk in prompt.chunks), *(prompt.value("no") or ()))
    return tuple(dict.fromkeys(f"{WORDS}{text}" for text in texts if has_han(text)))


def in_words(prompt: Prompt, found: Mapping[str, str]) -> Prompt:
    """The prompt with the translations that were found for its texts; the others stay as they are."""
    told = {source.removeprefix(WORDS): plain(text) for source, text in found.items() if source.startswith(WORDS)}
    chunks = tuple(replace(chunk, text=told.get(chunk.text) or chunk.text) for chunk in prompt.chunks)
    unwanted = tuple(told.get(item, item).replace(",", " ") or item for item in prompt.value("no") or ())
    if chunks == prompt.chunks and unwanted == (prompt.value("no") or ()):
        return prompt
    changed = replace(prompt, words=_words(chunks), chunks=chunks)
    return changed.with_given(no=unwanted) if unwanted else changed


def plain(text: str) -> str:
    """A translation in one line, without anything that a prompt would read as more than words."""
    return _SPACE.sub(" ", _SYNTAX.sub(", ", text)).strip(" ,")


def _words(chunks: tuple[Chunk, ...]) -> str:
    """As they would be typed."""
    if len(chunks) == 1:
        return chunks[0].text
    return " ".join(f"{chunk.text}::{figure(chunk.weight)}" for chunk in chunks)
