"""A `Form` in Discord's own form.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from messages.message import Entry, Form, Upload

TEXT, LABEL, FILE = 4, 18, 19
PARAGRAPH = 2  #: a text of several lines
ENTRY_LIMIT = 4_000  #: characters


def _entry(entry: Entry | Upload) -> dict[str, Any]:
    if isinstance(entry, Upload):
        file = {"type": FILE, "custom_id": entry.custom_id, "min_values": 1, "max_values": 1, "required": True}
        return {"type": LABEL, "label": entry.label[:45], "description": entry.hint[:100], "component": file}
    text: dict[str, Any] = {
        "type": TEXT,
        "custom_id": entry.custom_id,
        "style": PARAGRAPH,
        "required": entry.required,
        "max_length": ENTRY_LIMIT,
    }
    if entry.value:
        text["value"] = entry.value[:ENTRY_LIMIT]
    return {"type": LABEL, "label": entry.label[:45], "component": text}


def modal(form: Form) -> dict[str, Any]:
    """The data of an answer of type 9."""
    return {
        "custom_id": form.custom_id,
        "title": form.title[:45],
        "components": [_entry(entry) for entry in form.entries],
    }


def fields_of(node: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The entries of a form that was sent; old forms have rows of them, newer ones labels around each."""
    inner = [*(node.get("components") or ()), *([node["component"]] if "component" in node else ())]
    if "custom_id" in node and not inner:
        yield dict(node)
    for child in inner:
        yield from fields_of(child)


class StatelessModal(discord.ui.Modal):
    """A form that no process remembers: what it is for is understood from its `custom_id` alone."""

    def __init__(self, form: Form) -> None:
        super().__init__(title=form.title[:45], custom_id=form.custom_id, timeout=None)
        self._form = form

    def to_dict(self) -> dict[str, Any]:
        return modal(self._form)

    def is_finished(self) -> bool:  # the client stores only forms that are not finished
        return True
