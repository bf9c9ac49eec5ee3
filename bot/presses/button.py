"""Every button under a job's message: a dynamic item whose whole memory is its `custom_id` (design rule 7)."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.accept import take, wish_of
from bot.answering import answering
from bot.client import Interaction
from bot.desk import Order
from bot.job_door import job_behind
from bot.orders.press import press_order
from bot.presses.colouring import colour
from messages.custom_id import Press, unpack
from messages.pressed import used_mark


class JobButton(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"(?!)"):
    """A press, understood from the `custom_id` alone after any number of restarts; one subclass for each verb."""

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        return cls(item)

    async def callback(self, interaction: Any) -> None:
        """discord.py only logs what a dynamic item raises, so it is said here."""
        async with answering(interaction):
            press = unpack(self.custom_id)
            assert press is not None  # the template matched
            await self.pressed(interaction, press)

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """What this verb does."""
        raise NotImplementedError


async def ask_for(interaction: Interaction, press: Press) -> None:
    """The road of every button that makes a job: access, record, acknowledge, submit, colour the button."""
    wish = wish_of(interaction)
    await job_behind(interaction, press.job)
    if await take(interaction, Order(lambda desk: press_order(desk, wish, press))):
        await colour(interaction, press.job, used_mark(press))
