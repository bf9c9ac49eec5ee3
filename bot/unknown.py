"""Presses of nobody: an unknown, forged or foreign `custom_id` gets a polite private answer (design rule 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord

from bot.answering import answering, whisper
from messages import render
from messages.custom_id import unpack, unpack_choice, unpack_step


async def answer_unknown(interaction: discord.Interaction[Any]) -> None:
    """Answer a press that no dynamic item takes; the others are theirs."""
    if _is_foreign(interaction):
        async with answering(interaction):
            await whisper(interaction, render.plain("press.foreign", interaction.locale.value))


def _is_foreign(interaction: discord.Interaction[Any]) -> bool:
    if interaction.type is not discord.InteractionType.component:
        return False
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    ours = any(read(custom_id) is not None for read in (unpack, unpack_choice, unpack_step))
    return not ours or custom_id not in _shown(interaction.message)


def _shown(message: discord.Message | None) -> Iterator[str]:
    """The ids of what stands under the message; discord.py drops a press of anything else without a word."""
    for row in message.components if message else ():
        for item in getattr(row, "children", ()):
            yield str(getattr(item, "custom_id", ""))
