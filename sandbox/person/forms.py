"""Filling in a modal."""

from __future__ import annotations

from typing import Any

from sandbox.components import LABEL, ROW, TEXT_INPUT
from sandbox.person.ask import Refusal
from sandbox.person.options import held_file
from sandbox.state import Json
from sandbox.town import Town

FILE_UPLOAD, RADIO, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23


def submitted(town: Town, form: Json, values: Json) -> Json:
    """The data of a type 5 interaction. Raises `Refusal`."""
    resolved: Json = {}
    left = dict(values)
    rows = [_row(town, row, left, resolved, at + 1) for at, row in enumerate(form["components"])]
    for name in left:
        raise Refusal(f"the form has no field {name}")
    data: Json = {"custom_id": form["custom_id"], "components": [row for row in rows if row]}
    return data | ({"resolved": resolved} if resolved else {})


def _row(town: Town, row: Json, left: Json, resolved: Json, number: int) -> Json | None:
    """Old forms have rows of text inputs, newer ones labels around any field."""
    if row["type"] == ROW:
        fields = [_field(town, field, left, resolved, "", number * 10) for field in row["components"]]
        return {"type": ROW, "id": number, "components": fields}
    if row["type"] == LABEL:
        field = _field(town, row["component"], left, resolved, row.get("label", ""), number * 10)
        return {"type": LABEL, "id": number, "component": field}
    return {"type": row["type"], "id": number}


def _field(town: Town, field: Json, left: Json, resolved: Json, label: str, number: int) -> Json:
    kind, custom_id = field["type"], field["custom_id"]
    value: Any = left.pop(custom_id, None)
    filled: Json = {"type": kind, "id": number, "custom_id": custom_id}
    name = field.get("label") or label or custom_id
    if kind == TEXT_INPUT:
        return filled | {"value": _text(field, name, value)}
    if kind == CHECKBOX:
        return filled | {"value": bool(value if value is not None else field.get("default"))}
    if kind == RADIO:
        return filled | {"value": value}
    chosen = [str(one) for one in (value if isinstance(value, list) else [] if value is None else [value])]
    if kind == FILE_UPLOAD:
        chosen = [held_file(town, one, resolved) for one in chosen]
    if not chosen and field.get("required", True) and field.get("min_values", 1):
        raise Refusal(f"{name} needs a choice")
    return filled | {"values": chosen}


def _text(field: Json, name: str, value: Any) -> str:
    text = str(value if value is not None else field.get("value") or "")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if not text and field.get("required", True):
        raise Refusal(f"{name} is required")
    if text and not least <= len(text) <= most:
        raise Refusal(f"{name} has {len(text)} characters; {least} to {most} are allowed")
    return text
