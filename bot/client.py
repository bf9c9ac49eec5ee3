"""The discord.py client: no privileged intents, no cache beyond the servers, as many shards as Discord asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import aiohttp
import discord
import redis
from discord import app_commands

from bot.access import ensure_may_enter
from bot.answering import answer
from bot.banned import Banned
from bot.crowd import Calm, Crowd
from bot.desk import Desk, Order, Taken
from bot.given.fetch import Limits
from bot.given.keeper import Keeper
from bot.settings import BotSettings
from bot.translating import translator_of
from bot.unknown import answer_unknown
from jobs.errors import NotAllowed

_log = logging.getLogger(__name__)
Interaction: TypeAlias = "discord.Interaction[AtelierClient]"


class Tree(app_commands.CommandTree["AtelierClient"]):
    """Commands behind two doors: access first, and every error said."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        try:
            ensure_may_enter(interaction, self.client.settings)
        except NotAllowed as error:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            else:
                await answer(interaction, error)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        await answer(interaction, error)


class AtelierClient(discord.AutoShardedClient):
    """Carries what commands and presses use: `desk` and `settings`."""

    def __init__(self, desk: Desk, settings: BotSettings) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing is spoken here
        intents = discord.Intents.none()
        intents.guilds = intents.guild_reactions = intents.dm_reactions = True
        super().__init__(
            intents=intents,
            shard_count=settings.shards,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,
        )
        self.desk, self.settings = desk, settings
        self.tree = Tree(self)
        self.crowd: Crowd[Order, Taken] = Crowd(desk.take_all)
        self.banned = Banned(desk.bans)
        limits = Limits(
            megabytes=settings.given_megabytes,
            seconds=settings.given_seconds,
            allowed=settings.private_addresses_allowed,
        )
        self.keeper = Keeper(desk.given, limits, settings.given_a_day)
        self.words = translator_of(settings)
        self.calm = Calm(threads=4, patience_s=0.5)
        self.up = asyncio.Event()  #: set once the gateway has told who we are
        self.at_start: list[Callable[[], Awaitable[None]]] = []  #: after the login, before the gateway
        self.after_commands: list[Callable[[Interaction], Awaitable[None]]] = []  #: once a command was answered
        self.at_forms: list[Callable[[Interaction], Awaitable[None]]] = []  #: once somebody has sent a form
        self.at_reactions: list[Callable[[discord.RawReactionActionEvent], Awaitable[None]]] = []

    async def close(self) -> None:
        self.keeper.end()
        await super().close()

    async def setup_hook(self) -> None:
        await self.banned.load()
        for step in self.at_start:
            await step()

    async def on_ready(self) -> None:
        """The gateway's word that interactions come from now on."""
        _log.info("logged in as %s in %d servers", self.user, len(self.guilds))
        self.up.set()

    async def on_app_command_completion(self, interaction: Interaction, command: object) -> None:
        """Called after every command that raised nothing."""
        for step in self.after_commands:
            try:
                await step(interaction)
            except (discord.HTTPException, aiohttp.ClientError, redis.RedisError):
                _log.exception("after the command of interaction %s; the next command tries again", interaction.id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Called for every interaction beside its own door; catches those that have none."""
        await answer_unknown(interaction)
        for step in self.at_forms if interaction.type is discord.InteractionType.modal_submit else ():
            await step(interaction)
        await self.banned.look_again()

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Called for every emoji that anybody adds where we are."""
        for step in self.at_reactions:
            await step(payload)
