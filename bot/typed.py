"""What a person typed, so that a notice about it gives it back to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord

from messages.discord_modal import fields_of

NESTED = frozenset({1, 2})  #: Discord's types of options that are subcommands and groups of them
ATTACHMENT = 11


def typed(interaction: discord.Interaction[Any]) -> str:
    """ "/imagine a fox --cahos 3", or the texts of a form; empty for buttons, selects and menus."""
    data: dict[str, Any] = dict(interaction.data or {})
    if interaction.type is discord.InteractionType.modal_submit:
        texts = (field.get("value") for field in fields_of(data))
        return " ".join(text for text in texts if isinstance(text, str) and text)
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
