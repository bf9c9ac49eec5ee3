"""Commands are registered with Discord only when they changed: their hash is kept in Redis."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging

import redis
from discord import app_commands

from bot.client import AtelierClient

_log = logging.getLogger(__name__)
KEY = "atelier:bot:commands"  #: hash: application id -> hash of the commands that were registered


async def fingerprint(tree: app_commands.CommandTree[AtelierClient]) -> str:
    """A hash of everything that Discord is told about the commands, translations included."""
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in sorted(tree.get_commands(), key=lambda command: command.name)
    ]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


async def sync_if_changed(client: AtelierClient, connection: redis.Redis) -> bool:
    """Register the commands where they differ from last time, or where Discord no longer has them all."""
    tree, field = client.tree, str(client.application_id)
    now = await fingerprint(tree)
    before = await asyncio.to_thread(connection.hget, KEY, field)
    if before == now.encode() and await _all_there(tree):
        return False
    await tree.sync()
    await asyncio.to_thread(connection.hset, KEY, field, now)
    _log.info("registered %d commands", len(tree.get_commands()))
    return True


async def _all_there(tree: app_commands.CommandTree[AtelierClient]) -> bool:
    registered = {command.name for command in await tree.fetch_commands()}
    return registered == {command.name for command in tree.get_commands()}
