"""`/fleet`: hosts and workers, and how many of them a host shall keep. For administrators whom the owner named."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from discord import app_commands

from bot.access import ensure_admin
from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk
from bot.words import worded
from jobs.errors import Mistake
from messages import cards, render
from messages.message import Message

MOST_WORKERS = 64  #: of one host


class HostUnknown(Mistake):
    """No such host has reported."""

    code = "host_unknown"
    english: ClassVar[str] = "There is no host named {host}; I know: {known}."


@app_commands.command(name=worded("fleet.name"), description=worded("fleet.description"))
@app_commands.rename(host=worded("fleet.host"), workers=worded("fleet.workers"))
@app_commands.describe(host=worded("fleet.host_description"), workers=worded("fleet.workers_description"))
@app_commands.default_permissions(administrator=True)
@app_commands.guild_only()
@app_commands.guild_install()
async def fleet(
    interaction: Interaction, host: str | None = None, workers: app_commands.Range[int, 0, MOST_WORKERS] | None = None
) -> None:
    """Show the fleet; with `workers`, set how many a host keeps (the only host, where none is named)."""
    ensure_admin(interaction, interaction.client.settings)
    desk, locale = interaction.client.desk, interaction.locale.value
    if workers is None:
        await whisper(interaction, await asyncio.to_thread(show, desk, locale))
        return
    name = await asyncio.to_thread(want, desk, host, workers)
    await whisper(interaction, render.plain("fleet.wanted", locale, host=name, wanted=workers))


def show(desk: Desk, locale: str) -> Message:
    """The card of hosts and workers."""
    return cards.fleet(desk.fleet.hosts(), desk.line.waiting(), desk.clock(), locale)


def want(desk: Desk, host: str | None, workers: int) -> str:
    """Set the number and return the host's name. Raises `HostUnknown`."""
    known = [each.name for each in desk.fleet.hosts()]
    name = known[0] if host is None and len(known) == 1 else host
    if name is None or name not in known:
        raise HostUnknown(host=host or "-", known=", ".join(known) or "-")
    desk.fleet.want(name, workers)
    return name


@fleet.autocomplete("host")
async def _hosts(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The hosts' names, for administrators only."""
    try:
        ensure_admin(interaction, interaction.client.settings)
    except Mistake:
        return []
    names = [host.name for host in await asyncio.to_thread(interaction.client.desk.fleet.hosts)]
    return [app_commands.Choice(name=name, value=name) for name in names if typed.lower() in name.lower()][:25]
