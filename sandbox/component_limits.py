"""Discord's limits on buttons, selects and layout blocks."""

from __future__ import annotations

from sandbox import components as parts
from sandbox.errors import Problems
from sandbox.known import Path
from sandbox.state import Json


def check(tree: list[Json], layout: bool, problems: Problems) -> None:
    """Collects problems. `layout`: the message carries the Components V2 flag."""
    if len([*parts.walk(tree)]) > 40:
        problems.add(("components",), "COMPONENT_MAX_TOTAL", "The total number of components exceeds 40.")
    if not layout and len(tree) > 5:
        problems.add(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for at, top in enumerate(tree):
        if not layout and top.get("type") != parts.ROW:
            problems.add(("components", at, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        _check_tree(top, ("components", at), seen, problems)


def _check_tree(node: Json, path: Path, seen: set[str], problems: Problems) -> None:
    if node.get("custom_id") is not None:
        _check_custom_id(node["custom_id"], (*path, "custom_id"), seen, problems)
    if check_kind := BY_KIND.get(node.get("type", 0)):
        check_kind(node, path, problems)
    for at, child in enumerate(node.get("components") or []):
        _check_tree(child, (*path, "components", at), seen, problems)
    for single in ("accessory", "component"):
        if isinstance(node.get(single), dict):
            _check_tree(node[single], (*path, single), seen, problems)


def _check_custom_id(custom_id: str, path: Path, seen: set[str], problems: Problems) -> None:
    between(custom_id, 1, 100, path, problems)
    if custom_id in seen:
        problems.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    seen.add(custom_id)


def between(value: str | list[Json] | None, least: int, most: int, path: Path, problems: Problems) -> None:
    """A text or list of a length from `least` to `most`."""
    if not least <= len(value or "") <= most:
        if least:
            problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def _row(node: Json, path: Path, problems: Problems) -> None:
    children = node.get("components") or []
    between(children, 1, 5, (*path, "components"), problems)
    if len(children) > 1 and any(child.get("type") != parts.BUTTON for child in children):
        text = "The specified component exceeds the maximum width"
        problems.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)


def _button(node: Json, path: Path, problems: Problems) -> None:
    between(node.get("label"), 0, 80, (*path, "label"), problems)
    if sum(node.get(name) is not None for name in ("custom_id", "url", "sku_id")) != 1:
        text = "A custom id or url or sku_id must be specified, and only one of them"
        problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", text)
    if not (node.get("label") or node.get("emoji") or node.get("sku_id")):
        problems.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "Label or emoji is required")


def _select(node: Json, path: Path, problems: Problems) -> None:
    if node.get("custom_id") is None:
        problems.add((*path, "custom_id"), "BASE_TYPE_REQUIRED", "This field is required")
    between(node.get("placeholder"), 0, 150, (*path, "placeholder"), problems)
    if node["type"] == parts.STRING_SELECT:
        between(node.get("options"), 1, 25, (*path, "options"), problems)


def _text(node: Json, path: Path, problems: Problems) -> None:
    between(node.get("content"), 1, 4000, (*path, "content"), problems)


def _gallery(node: Json, path: Path, problems: Problems) -> None:
    between(node.get("items"), 1, 10, (*path, "items"), problems)


BY_KIND = {
    parts.ROW: _row,
    parts.BUTTON: _button,
    parts.TEXT_DISPLAY: _text,
    parts.GALLERY: _gallery,
    **dict.fromkeys(parts.SELECTS, _select),
}
