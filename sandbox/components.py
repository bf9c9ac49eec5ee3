"""Buttons, selects, embeds and the newer layout blocks: numbering, finding, and addresses of attached files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from sandbox.state import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, LABEL = 1, 2, 3, 4, 18
SELECTS = {3, 5, 6, 7, 8}
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LINK, PREMIUM = 5, 6  #: button styles without a custom_id


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, outer ones first."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for single in ("accessory", "component"):
            if isinstance(component.get(single), dict):
                yield from walk([component[single]])


def numbered(components: list[Json]) -> list[Json]:
    """A copy with the ids and defaults that Discord adds to what it stores."""
    ids = count(1)
    return [_numbered(component, ids) for component in components]


def _numbered(component: Json, ids: Iterator[int]) -> Json:
    stored: Json = _without_nulls(component)
    stored["id"] = next(ids)
    kind = stored.get("type")
    if kind in SELECTS:
        stored = {"min_values": 1, "max_values": 1} | stored
    elif kind == CONTAINER:
        stored = {"accent_color": None, "spoiler": False} | stored
    elif kind == THUMBNAIL:
        stored = {"description": None, "spoiler": False} | stored | {"media": _media(stored.get("media"))}
    elif kind == FILE:
        stored = {"name": None, "size": None, "spoiler": False} | stored | {"file": _media(stored.get("file"))}
    elif kind == SEPARATOR:
        stored = {"divider": True, "spacing": 1} | stored
    elif kind == GALLERY:
        stored["items"] = [
            {"description": None, "spoiler": False} | item | {"media": _media(item.get("media"))}
            for item in stored.get("items", [])
        ]
    if "components" in stored:
        stored["components"] = [_numbered(child, ids) for child in stored["components"]]
    for single in ("accessory", "component"):
        if single in stored:
            stored[single] = _numbered(stored[single], ids)
    return stored


def _without_nulls(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _without_nulls(value) for key, value in tree.items() if value is not None}
    return [_without_nulls(one) for one in tree] if isinstance(tree, list) else tree


def _media(media: Json | None) -> Json:
    """A picture as Discord returns it, before its address is filled in."""
    url = (media or {}).get("url", "")
    return {"id": "0", "url": url, "proxy_url": url}


def find(components: list[Json], *, custom_id: str | None = None, label: str | None = None) -> Json | None:
    """The first live component with this custom_id, or the first button with this label or emoji."""
    for component in walk(components):
        emoji = (component.get("emoji") or {}).get("name")
        if custom_id is not None and component.get("custom_id") == custom_id:
            return component
        if label is not None and component.get("type") == BUTTON and label in (component.get("label"), emoji):
            return component
    return None


def with_addresses(tree: list[Json], address: Callable[[str], Json | None]) -> list[Json]:
    """A copy in which `attachment://NAME` has become the file's address with its size in pixels."""
    return [_addressed(node, address) for node in tree]


def _addressed(node: Json, address: Callable[[str], Json | None]) -> Json:
    copy: Json = {}
    for key, value in node.items():
        if isinstance(value, dict):
            copy[key] = _addressed(value, address)
        elif isinstance(value, list):
            copy[key] = [_addressed(item, address) if isinstance(item, dict) else item for item in value]
        else:
            copy[key] = value
    url = copy.get("url")
    if isinstance(url, str) and url.startswith("attachment://"):
        copy |= address(url.removeprefix("attachment://")) or {}
    return copy
