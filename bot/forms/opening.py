"""A form on somebody's screen, and what they have written into it."""

from __future__ import annotations

from typing import Any

from bot.client import Interaction
from messages.discord_modal import FILE, StatelessModal, fields_of
from messages.message import Form


async def open_form(interaction: Interaction, form: Form) -> None:
    """As the answer to a press or a command, which must not have been answered yet. Raises `discord.HTTPException`."""
    await interaction.response.send_modal(StatelessModal(form))


def entered(interaction: Interaction) -> dict[str, str]:
    """The texts of a form that was sent, and the links of its files, by the `custom_id`s of its entries."""
    data: dict[str, Any] = dict(interaction.data or {})
    files = data.get("resolved", {}).get("attachments", {})
    found = {}
    for field in fields_of(data):
        if isinstance(field.get("value"), str):
            found[str(field["custom_id"])] = str(field["value"])
        elif field["type"] == FILE and field.get("values"):
            found[str(field["custom_id"])] = str(files[field["values"][0]]["url"])
    return found
