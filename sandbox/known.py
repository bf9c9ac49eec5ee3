"""The fields that Discord knows. It ignores others in silence; here they are mistakes."""

from __future__ import annotations

from sandbox import components as parts
from sandbox.errors import Problems
from sandbox.state import Json

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
TYPES: dict[str, type] = {  #: of a message's fields
    "content": str, "embeds": list, "components": list, "attachments": list, "flags": int, "allowed_mentions": dict,
    "message_reference": dict, "choices": list, "title": str, "custom_id": str,
}  # fmt: skip
SAID = {str: "Could not interpret the value as string.", int: "Could not interpret the value as int."}


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


def check_types(body: Json, root: tuple[str | int, ...] = ()) -> None:
    """Raises `DiscordError` 50035 for a field of another JSON type than Discord's."""
    problems = Problems(root)
    for key, value in body.items():
        wanted = TYPES.get(key)
        if wanted and value is not None and not isinstance(value, wanted):
            problems.add((key,), "BASE_TYPE_BAD_TYPE", SAID.get(wanted, "Only iterables may be used in a ListType"))
    for key in ("embeds", "components", "attachments"):
        for at, item in enumerate(body.get(key) or []) if isinstance(body.get(key), list) else ():
            if not isinstance(item, dict):
                problems.add((key, at), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    problems.raise_if_any()
