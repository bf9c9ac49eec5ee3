"""The commands as Discord is told about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.places import offer
from bot.run import COMMANDS
from bot.words import Translator

Json = dict[str, Any]


async def registered(*, user_installs: bool = False) -> list[Json]:
    """The body of the one request that registers them all, translations included."""
    offer(COMMANDS, user_installs=user_installs)
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    for command in COMMANDS:
        tree.add_command(command)
    return [await command.get_translated_payload(tree, Translator()) for command in tree.get_commands()]


def named(commands: list[Json]) -> Iterator[str]:
    """ "/imagine", "/prefer option set" and "Cancel Job": whatever a person can type or open."""
    for command in commands:
        chat = command.get("type", 1) == 1
        yield from _paths(command, "/" if chat else "")


def _paths(node: Json, before: str) -> Iterator[str]:
    name = f"{before}{node['name']}"
    inner = [option for option in node.get("options", ()) if option["type"] in (1, 2)]
    if not inner:
        yield name
    for option in inner:
        yield from _paths(option, f"{name} ")
