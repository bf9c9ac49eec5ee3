"""Discord's limits on what a bot may say, checked by hand so that they hold without the official description."""

from __future__ import annotations

from . import components as parts
from .errors import DiscordError, Problems, empty_message
from .state import COMPONENTS_V2, Json

EMBED_TEXTS = {"title": 256, "description": 4096}
EMBED_KEYS = {
    "title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "video", "provider",
    "author", "fields", "flags",
}  # fmt: skip
COMPONENT_KEYS = {
    1: {"components"},
    2: {"style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"},
    3: {"custom_id", "options", "placeholder", "min_values", "max_values", "disabled", "required"},
    4: {"custom_id", "style", "label", "min_length", "max_length", "required", "value", "placeholder"},
    **dict.fromkeys((5, 6, 7, 8), {
        "custom_id", "placeholder", "default_values", "min_values", "max_values", "disabled", "channel_types", "required",
    }),
    9: {"components", "accessory"},
    10: {"content"},
    11: {"media", "description", "spoiler"},
    12: {"items"},
    13: {"file", "spoiler"},
    14: {"divider", "spacing"},
    17: {"components", "accent_color", "spoiler"},
    18: {"label", "description", "component"},
    19: {"custom_id", "min_values", "max_values", "required"},
    21: {"custom_id", "options", "required"},
    22: {"custom_id", "options", "min_values", "max_values", "required"},
    23: {"custom_id", "default"},
}  # fmt: skip
LEGACY = {1, 2, 3, 4, 5, 6, 7, 8}
Path = tuple[str | int, ...]


def unknown_keys(body: Json, known: frozenset[str]) -> list[str]:
    """Keys that Discord would ignore in silence, with a value: here they are mistakes."""
    return sorted(key for key, value in body.items() if key not in known and value is not None)


def unknown_nested(body: Json) -> list[str]:
    """The same inside embeds and components."""
    found = [f"embeds/{key}" for embed in body.get("embeds") or [] for key in unknown_keys(embed, frozenset(EMBED_KEYS))]
    for component in parts.walk(body.get("components") or []):
        known = COMPONENT_KEYS.get(component.get("type", 0))
        if known is None:
            found.append(f"components of type {component.get('type')}")
        else:
            found += [f"components/{key}" for key in unknown_keys(component, frozenset(known | {"type", "id"}))]
    return found


def check_message(body: Json, flags: int, root: Path = ()) -> None:
    """What must hold for a message that is sent or edited. Raises `DiscordError` 50035."""
    problems = Problems(root)
    if len(body.get("content") or "") > 2000:
        problems.add(("content",), "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.")
    if len(str(body.get("nonce") or "")) > 25:
        problems.add(("nonce",), "NONCE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if len(body.get("attachments") or []) > 10:
        problems.add(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if flags & COMPONENTS_V2:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(name):
                text = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                problems.add((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    _check_embeds(body.get("embeds") or [], problems)
    _check_components(body.get("components") or [], bool(flags & COMPONENTS_V2), problems)
    problems.raise_if_any()


def check_not_empty(message_has: bool) -> None:
    """Raises `DiscordError` 50006."""
    if not message_has:
        raise empty_message()


def _check_embeds(embeds: list[Json], problems: Problems) -> None:
    if len(embeds) > 10:
        problems.add(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for at, embed in enumerate(embeds):
        texts = [(("embeds", at, name), embed.get(name), most) for name, most in EMBED_TEXTS.items()]
        texts.append((("embeds", at, "footer", "text"), (embed.get("footer") or {}).get("text"), 2048))
        texts.append((("embeds", at, "author", "name"), (embed.get("author") or {}).get("name"), 256))
        fields = embed.get("fields") or []
        if len(fields) > 25:
            problems.add(("embeds", at, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for row, field in enumerate(fields):
            texts.append((("embeds", at, "fields", row, "name"), field.get("name"), 256))
            texts.append((("embeds", at, "fields", row, "value"), field.get("value"), 1024))
        for path, text, most in texts:
            total += len(text or "")
            if len(text or "") > most:
                problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    if total > 6000:
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_components(tree: list[Json], layout: bool, problems: Problems) -> None:
    if len([*parts.walk(tree)]) > 40:
        problems.add(("components",), "COMPONENT_MAX_TOTAL", "The total number of components exceeds 40.")
    if not layout and len(tree) > 5:
        problems.add(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for at, top in enumerate(tree):
        if not layout and top.get("type") != parts.ROW:
            problems.add(("components", at, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
        _check_tree(top, ("components", at), seen, problems)


def _check_tree(node: Json, path: Path, seen: set[str], problems: Problems) -> None:
    _check_component(node, path, seen, problems)
    children = node.get("components") or []
    if node.get("type") == parts.ROW:
        _check_row(children, (*path, "components"), problems)
    for at, child in enumerate(children):
        _check_tree(child, (*path, "components", at), seen, problems)
    for single in ("accessory", "component"):
        if isinstance(node.get(single), dict):
            _check_tree(node[single], (*path, single), seen, problems)


def _check_row(children: list[Json], path: Path, problems: Problems) -> None:
    if not 1 <= len(children) <= 5:
        problems.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    wide = [child for child in children if child.get("type") != parts.BUTTON]
    if wide and len(children) > 1:
        problems.add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")


def _check_component(node: Json, path: Path, seen: set[str], problems: Problems) -> None:
    kind, custom_id = node.get("type"), node.get("custom_id")
    if custom_id is not None:
        if not 1 <= len(custom_id) <= 100:
            problems.add((*path, "custom_id"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        if custom_id in seen:
            text = "Component custom id cannot be duplicated"
            problems.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen.add(custom_id)
    if kind == parts.BUTTON:
        if len(node.get("label") or "") > 80:
            problems.add((*path, "label"), "BASE_TYPE_MAX_LENGTH", "Must be 80 or fewer in length.")
        if sum(node.get(name) is not None for name in ("custom_id", "url", "sku_id")) != 1:
            text = "A custom id or url or sku_id must be specified, and only one of them"
            problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", text)
        if not node.get("label") and not node.get("emoji") and not node.get("sku_id"):
            problems.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "Label or emoji is required")
    elif kind in parts.SELECTS:
        if custom_id is None:
            problems.add((*path, "custom_id"), "BASE_TYPE_REQUIRED", "This field is required")
        if kind == parts.STRING_SELECT and not 1 <= len(node.get("options") or []) <= 25:
            problems.add((*path, "options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
        if len(node.get("placeholder") or "") > 150:
            problems.add((*path, "placeholder"), "BASE_TYPE_MAX_LENGTH", "Must be 150 or fewer in length.")
    elif kind == parts.TEXT_DISPLAY and not 1 <= len(node.get("content") or "") <= 4000:
        problems.add((*path, "content"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 4000 in length.")
    elif kind == parts.GALLERY and not 1 <= len(node.get("items") or []) <= 10:
        problems.add((*path, "items"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")


def check_form(body: Json) -> None:
    """A modal's title, id and fields. Raises `DiscordError` 50035."""
    problems = Problems(("data",))
    if not 1 <= len(body.get("title") or "") <= 45:
        problems.add(("title",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 45 in length.")
    if not 1 <= len(body.get("custom_id") or "") <= 100:
        problems.add(("custom_id",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if not 1 <= len(body.get("components") or []) <= 5:
        problems.add(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for at, row in enumerate(body.get("components") or []):
        for field in parts.walk([row]):
            if len(field.get("label") or "") > 45:
                problems.add(("components", at, "label"), "BASE_TYPE_MAX_LENGTH", "Must be 45 or fewer in length.")
            if len(field.get("value") or "") > 4000:
                problems.add(("components", at, "value"), "BASE_TYPE_MAX_LENGTH", "Must be 4000 or fewer in length.")
    problems.raise_if_any()


def check_choices(choices: list[Json]) -> None:
    """What an autocomplete offers. Raises `DiscordError` 50035."""
    problems = Problems(("data",))
    if len(choices) > 25:
        problems.add(("choices",), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for at, choice in enumerate(choices):
        if not 1 <= len(str(choice.get("name") or "")) <= 100:
            problems.add(("choices", at, "name"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        if len(str(choice.get("value"))) > 100:
            problems.add(("choices", at, "value"), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    problems.raise_if_any()


__all__ = ["DiscordError", "check_choices", "check_form", "check_message", "check_not_empty", "unknown_keys"]
