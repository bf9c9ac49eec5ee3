"""Where the commands are offered: in servers and in direct messages; as an application of one's own, in anybody's
server or conversation, only where the owner switched that on (design rule 12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from discord import app_commands

Offered = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


def offer(commands: Iterable[Offered], *, user_installs: bool) -> None:
    """Set the contexts and the kinds of installation of each command; those for administrators stay in servers."""
    for command in commands:
        if command.default_permissions is not None:
            continue
        command.guild_only = False
        command.allowed_contexts = app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=user_installs
        )
        command.allowed_installs = app_commands.AppInstallationType(guild=True, user=user_installs)
