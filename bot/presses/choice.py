"""The controls of the /settings panel: dynamic items that say the value they set."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Self

import discord

from bot.access import ensure_may_enter
from bot.answering import answering, whisper
from bot.client import Interaction
from bot.desk import Desk
from jobs.preferences import Preferences
from messages import render
from messages.custom_id import CHOICE_TEMPLATE, Choice, unpack_choice
from messages.discord_form import editing
from messages.panel import DEFAULT
from messages.panel import settings as panel

CHANGEABLE = frozenset({"mode", "model", "stylize", "variability", "raw", "remix", "stealth", "auto_dm"})

#: what a reset sets; the mode stays, as in Midjourney, and who sees the pictures is nothing to lose by a press
AS_NEW: dict[str, Any] = {
    "model": None,
    "stylize": None,
    "suffix": "",
    "variability": "strong",
    "raw": False,
    "remix": False,
}


class PanelControl(discord.ui.DynamicItem[discord.ui.Item[Any]], template=CHOICE_TEMPLATE):
    """A button or a select of the panel."""

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        return cls(item)

    async def callback(self, interaction: Any) -> None:
        async with answering(interaction):
            ensure_may_enter(interaction, interaction.client.settings)
            await choose(interaction, unpack_choice(self.custom_id))


async def choose(interaction: Interaction, choice: Choice | None) -> None:
    """Store the choice and show the panel as it is now; one that this release does not know is said."""
    data: dict[str, Any] = dict(interaction.data or {})
    values = data.get("values") or ()
    desk, locale = interaction.client.desk, interaction.locale.value
    value = choice.value or (values[0] if values else None) if choice else None
    changed = await asyncio.to_thread(change, desk, interaction.user.id, choice.name if choice else "", value)
    if changed is None:
        await whisper(interaction, render.plain("press.foreign", locale))
        return
    await interaction.response.edit_message(**editing(panel(changed, desk.catalog, locale)))


def change(desk: Desk, person_id: int, name: str, value: str | None) -> Preferences | None:
    """The preferences after the choice; None for a control or a value that this release does not know."""
    if name == "reset":
        return desk.preferences.change(person_id, **AS_NEW)
    if name not in CHANGEABLE or value is None:
        return None
    if name == "model" and value != DEFAULT and value not in desk.catalog:
        return None
    try:
        return desk.preferences.change(person_id, **{name: None if value == DEFAULT else value})
    except ValueError:  # pydantic's: a forged value
        return None
