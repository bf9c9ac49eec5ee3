"""What a person typed, so that a notice about it gives it back to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord

NESTED = frozenset({1, 2})  #: Discord's types of options that are subcommands and groups of them
ATTACHMENT = 11


def typed(interaction: discord.Interaction[Any]) -> str:
    """ "/imagine a fox --cahos 3", or the texts of a form; empty for buttons, selects and menus."""
    data: dict[str, Any] = dict(interaction.data or {})
    if interaction.type is discord.InteractionType.modal_submit:
        return " ".join(_entries(data.get("components") or ()))
    if interaction.type is not discord.InteractionType.application_command or data.get("type", 1) != 1:
        return ""
    return " ".join([f"/{data.get('name', '')}", *_options(data.get("options") or ())])


def _options(options: Any) -> Iterator[str]:
    for option in options:
        if option["type"] in NESTED:
            yield str(option["name"])
            yield from _options(option.get("options") or ())
        elif option["type"] != ATTACHMENT:
            yield str(option.get("value", ""))


def _entries(components: Any) -> Iterator[str]:
    """The texts of a form, whether its parts lie in rows or in labels."""
    for part in components:
        yield from _entries([*part.get("components", ()), *filter(None, [part.get("component")])])
        if isinstance(part.get("value"), str) and part["value"]:
            yield part["value"]
