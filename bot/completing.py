"""Suggestions while a prompt is typed: its last, begun parameter, written out.

Discord puts a choice in the place of the whole prompt, and what is typed on behind it goes on from the choice's name.
So name and value are one text, and a prompt that would not fit into a choice is left alone.
"""

from __future__ import annotations

from discord import app_commands

from bot.client import Interaction
from jobs.prompt import completions

LONGEST = 100  #: characters of a choice


async def completed(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """At most 25 prompts; none where no parameter is begun, or where it stands there already."""
    texts = (text for text, _ in completions(typed) if text != typed and len(text) <= LONGEST)
    return [app_commands.Choice(name=text, value=text) for text in texts]
