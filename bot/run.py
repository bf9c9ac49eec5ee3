"""The bot put together by hand, from settings that the command line parsed."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import redis

from bot.client import AtelierClient
from bot.commands.blend import blend
from bot.commands.delete_my_data import delete_my_data
from bot.commands.describe import describe
from bot.commands.fleet import fleet
from bot.commands.help import help_
from bot.commands.history import history
from bot.commands.imagine import imagine
from bot.commands.info import info
from bot.commands.modes import AUDIENCES, MODES
from bot.commands.prefer import prefer
from bot.commands.settings import settings as settings_command
from bot.commands.shorten import shorten
from bot.commands.show import show
from bot.commands.style import style
from bot.desk import Desk
from bot.forms.routing import answer_form
from bot.keeping import hand_over_kept
from bot.menus.cancel_job import cancel_job
from bot.menus.dm_results import dm_results
from bot.menus.report_job import report_job
from bot.places import Offered, offer
from bot.presses.cancel import Cancel, CancelAll
from bot.presses.choice import PanelControl
from bot.presses.favourite import Favourite
from bot.presses.make import CustomZoom, OfTile, Reroll
from bot.presses.original import Original
from bot.presses.region import RegionTool
from bot.presses.step import StepControl
from bot.reactions import on_reaction
from bot.settings import BotSettings
from bot.sync import sync_if_changed
from bot.words import Translator
from jobs.caps import Caps, Clock
from jobs.catalog import Catalog
from jobs.favourites import Favourites
from jobs.fleet import Fleet
from jobs.forbidden_words import ForbiddenWords
from jobs.health import Health
from jobs.line import Line
from jobs.pictures import PictureStore
from jobs.plan import SEEDS, Limits
from jobs.preference_store import PreferenceStore
from jobs.settings import SharedSettings
from messages.discord_address import point_at

MENUS: tuple[Offered, ...] = (cancel_job, dm_results, report_job)
COMMANDS: tuple[Offered, ...] = (
    imagine, describe, shorten, blend, style,
    info, settings_command, prefer, show, history, help_, delete_my_data, fleet, *MODES, *AUDIENCES, *MENUS,
)  # fmt: skip
PRESSES = (OfTile, Reroll, CustomZoom, RegionTool, Favourite, Cancel, CancelAll, Original, PanelControl, StepControl)
_log = logging.getLogger(__name__)
BEAT_S = 15.0  #: seconds between two signs of life


def draw_seed() -> int:
    """0 <= seed < 2**32."""
    return random.SystemRandom().randrange(SEEDS)


def make_desk(
    connection: redis.Redis,
    settings: BotSettings,
    shared: SharedSettings,
    clock: Clock = time.time,
    seeds: Callable[[], int] = draw_seed,
) -> Desk:
    """The stores of one Redis. Raises `ModelsFileBroken`, `WordsFileBroken`."""
    caps = Caps(running=shared.running_cap, waiting=shared.waiting_cap)
    return Desk(
        connection=connection,
        line=Line(connection, clock, caps),
        preferences=PreferenceStore(connection),
        fleet=Fleet(connection, clock),
        favourites=Favourites(connection),
        pictures=PictureStore(shared.pictures),
        catalog=Catalog.from_toml(shared.models_file, shared.storybook),
        clock=clock,
        draw_seed=seeds,
        limits=Limits(jobs_at_once=settings.repeat_limit),
        forbidden=ForbiddenWords.from_toml(settings.forbidden_words),
        translates=settings.translator is not None,
    )


async def make_client(desk: Desk, settings: BotSettings, connection: redis.Redis) -> AtelierClient:
    """A client that knows every command and every button, not logged in yet."""
    client = AtelierClient(desk, settings)
    offer(COMMANDS, user_installs=settings.user_installs)
    for command in COMMANDS:
        client.tree.add_command(command)
    client.add_dynamic_items(*PRESSES)
    await client.tree.set_translator(Translator())

    async def register() -> None:
        await sync_if_changed(client, connection)

    client.at_start.append(register)
    client.at_forms.append(answer_form)
    client.at_reactions.append(partial(on_reaction, client))
    client.after_commands.append(hand_over_kept)
    return client


async def run(settings: BotSettings, shared: SharedSettings) -> None:
    """Serve until cancelled. Raises `discord.LoginFailure` for a token that Discord does not know."""
    if settings.discord_api:
        point_at(settings.discord_api)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(settings.threads, "redis"))
    with redis.Redis.from_url(shared.redis_url) as connection:
        desk = make_desk(connection, settings, shared)
        async with await make_client(desk, settings, connection) as client:
            beating = asyncio.create_task(_beat(client, Health(connection)))
            try:
                await client.start(settings.discord_token.get_secret_value())
            finally:
                beating.cancel()
                with suppress(redis.RedisError):
                    await asyncio.to_thread(Health(connection).gone, "bot")


async def _beat(client: AtelierClient, health: Health) -> None:
    """A sign of life while the gateway is connected, for the containers' health checks."""
    await client.up.wait()
    gc.collect()
    gc.freeze()  # commands, types and models stay: no search for garbage among them while a crowd waits
    while True:
        try:
            if not client.is_closed():
                await asyncio.to_thread(health.beat, "bot")
        except redis.RedisError as error:
            _log.warning("no sign of life could be left: %s", error)
        await asyncio.sleep(BEAT_S)
