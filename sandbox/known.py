"""The fields that Discord knows. It ignores others in silence; here they are mistakes."""

from __future__ import annotations

from typing import Any

from sandbox import components as parts
from sandbox.errors import Problems
from sandbox.state import Json

Path = tuple[str | int, ...]

EMBED = frozenset({
    "title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "video", "provider",
    "author", "fields", "flags",
})  # fmt: skip
CHOOSER = frozenset({
    "custom_id", "placeholder", "default_values", "min_values", "max_values", "disabled", "channel_types", "required",
})  # fmt: skip
COMPONENTS: dict[int, frozenset[str]] = {  #: by type
    1: frozenset({"components"}),
    2: frozenset({"style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"}),
    3: CHOOSER - {"default_values", "channel_types"} | {"options"},
    4: frozenset({"custom_id", "style", "label", "min_length", "max_length", "required", "value", "placeholder"}),
    **dict.fromkeys((5, 6, 7, 8), CHOOSER),
    9: frozenset({"components", "accessory"}),
    10: frozenset({"content"}),
    11: frozenset({"media", "description", "spoiler"}),
    12: frozenset({"items"}),
    13: frozenset({"file", "spoiler"}),
    14: frozenset({"divider", "spacing"}),
    17: frozenset({"components", "accent_color", "spoiler"}),
    18: frozenset({"label", "description", "component"}),
    19: frozenset({"custom_id", "min_values", "max_values", "required"}),
    21: frozenset({"custom_id", "options", "required"}),
    22: frozenset({"custom_id", "options", "min_values", "max_values", "required"}),
    23: frozenset({"custom_id", "default"}),
}
TEXTS = frozenset({
    "content", "title", "label", "custom_id", "url", "text", "placeholder", "filename", "description",
})  # fmt: skip
NUMBERS = frozenset({"type", "style", "flags", "min_values", "max_values", "min_length", "max_length"})
LISTS = frozenset({"users", "roles", "parse", "default_values", "channel_types", "contexts", "integration_types"})
MODELS = frozenset({
    "data", "footer", "author", "image", "thumbnail", "video", "emoji", "media", "file", "accessory", "component",
    "allowed_mentions", "message_reference", "name_localizations", "description_localizations",
})  # fmt: skip
MODEL_LISTS = frozenset({"components", "embeds", "attachments", "options", "choices", "fields", "items"})


def unknown_keys(body: Json, known: frozenset[str]) -> list[str]:
    """Keys with a value that are not among the known ones."""
    return sorted(key for key, value in body.items() if key not in known and value is not None)


def unknown_nested(body: Json) -> list[str]:
    """The same inside embeds and components."""
    embeds = [embed for embed in body.get("embeds") or [] if isinstance(embed, dict)]
    found = [f"embeds/{key}" for embed in embeds for key in unknown_keys(embed, EMBED)]
    for component in parts.walk(body.get("components") or []):
        known = COMPONENTS.get(component.get("type", 0))
        if known is None:
            found.append(f"components of type {component.get('type')}")
        else:
            found += [f"components/{key}" for key in unknown_keys(component, known | {"type", "id"})]
    return found


def check_types(tree: Any, path: Path = ()) -> None:
    """Raises `DiscordError` 50035 for a field of another JSON type than Discord's, however deep."""
    problems = Problems()
    _check_types(tree, path, problems)
    problems.raise_if_any()


def _check_types(tree: Any, path: Path, problems: Problems) -> None:
    if isinstance(tree, list):
        for at, item in enumerate(tree):
            _check_types(item, (*path, at), problems)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            words = key == "type" and "embeds" in path  # the one type that is a word: rich
            if value is not None and not words and (said := _wrong(key, value)):
                problems.add((*path, key), *said)
            else:
                _check_types(value, (*path, key), problems)


def _wrong(key: str, value: Any) -> tuple[str, str] | None:
    """(code, sentence) for a value that cannot stand under this name."""
    if key in TEXTS and not isinstance(value, str):
        return "STRING_TYPE_CONVERT", "Could not interpret the value as string."
    if key in NUMBERS and (isinstance(value, bool) or not isinstance(value, int)):
        return "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.'
    if key in MODELS and not isinstance(value, dict):
        return "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"
    if key in LISTS | MODEL_LISTS and not isinstance(value, list):
        return "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"
    if key in MODEL_LISTS and not all(isinstance(item, dict) for item in value):
        return "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"
    return None
