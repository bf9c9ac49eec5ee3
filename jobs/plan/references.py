"""The pictures of a prompt, as the worker finds them: keys in the picture store.

A key ends in `HEX.png`, and `picture:HEX` is what the echo shows of it, so that a paste names the same picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from jobs.plan.amounts import SEEDS
from jobs.plan.mistakes import PictureMissing, UnknownStyle
from jobs.prompt import AskedPicture, Prompt
from jobs.prompt.cited import Cited
from jobs.prompt.mistakes import OneStyleCode, shown
from jobs.requests import Reference, Role

Kept = Mapping[str, str]  #: source of a prompt's picture -> key in the picture store
Styles = Mapping[str, tuple[str, ...]]  #: name of a style, in lower case -> keys of its pictures
RANDOM = "random"
_HEX = re.compile(r"[0-9a-f]{12,64}")


def picture_source(key: str) -> str:
    """`picture:HEX` for the key of a kept picture. Raises `ValueError` for any other key."""
    name = PurePosixPath(key).stem
    if not _HEX.fullmatch(name):
        raise ValueError(f"not the key of a person's picture: {key!r}")
    return f"picture:{name}"


def pictures_asked(prompt: Prompt) -> tuple[AskedPicture, ...]:
    """What has to be fetched, checked and kept before `plan` is called."""
    return prompt.pictures


def with_drawn_style(prompt: Prompt, draw_seed: Callable[[], int]) -> Prompt:
    """`--sref random` as the number that was drawn for it. Raises `OneStyleCode` where two numbers stand."""
    items: tuple[Cited, ...] = prompt.value("sref") or ()
    if any(item.source == RANDOM for item in items):
        prompt = prompt.with_sources({RANDOM: str(draw_seed() % SEEDS)})
        items = prompt.value("sref")
    if (codes := sum(item.code is not None for item in items)) > 1:
        raise OneStyleCode(codes=codes)
    return prompt


def style_code(prompt: Prompt) -> int | None:
    """The number behind --sref, if there is one."""
    items: tuple[Cited, ...] = prompt.value("sref") or ()
    return next((item.code for item in items if item.code is not None), None)


def shown_with_kept(prompt: Prompt, kept: Kept) -> Prompt:
    """With `picture:HEX` for each link. Raises `PictureMissing`."""
    return prompt.with_sources({item.source: picture_source(_key(item, kept)) for item in prompt.pictures})


def references_of(prompt: Prompt, kept: Kept, styles: Styles) -> tuple[Reference, ...]:
    """All pictures, those of named styles among them. Raises `PictureMissing`, `UnknownStyle`."""
    found = [Reference(role=item.role, key=_key(item, kept), weight=item.weight) for item in prompt.pictures]
    for item in prompt.value("sref") or ():
        if not item.is_picture and item.code is None and item.source != RANDOM:
            found += _of_style(item, styles)
    return tuple(found)


def _key(item: AskedPicture, kept: Kept) -> str:
    if item.source not in kept:
        raise PictureMissing(source=shown(item.source))
    return kept[item.source]


def _of_style(item: Cited, styles: Styles) -> list[Reference]:
    """A style weighs as one picture, however many it was made from."""
    if not (keys := styles.get(item.source)):
        raise UnknownStyle(name=shown(item.source), known=shown(", ".join(styles)) or "-")
    return [Reference(role=Role.STYLE, key=key, weight=item.weight / len(keys)) for key in keys]
