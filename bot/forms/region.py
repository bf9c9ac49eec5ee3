"""The form behind Submit in the panel of Vary (Region)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.accept import wish_of
from bot.access import ensure_may_press
from bot.answering import whisper
from bot.client import Interaction
from bot.given.door import take_given
from bot.orders.press import seen_from
from bot.orders.region import region_order
from bot.presses.colouring import colour_final
from messages import render
from messages.pressed import used_mark
from messages.prompt_form import written
from messages.region_panel import region_of


async def region_written(interaction: Interaction, values: tuple[str, ...], entries: Mapping[str, str]) -> None:
    """The chosen cells are painted anew; the panel stays, for another try."""
    region, text = region_of(values), written(entries)
    if region is None:
        await whisper(interaction, render.plain("press.foreign", interaction.locale.value))
        return
    client, wish = interaction.client, wish_of(interaction)
    parent = await asyncio.to_thread(seen_from, client.desk, wish, region.press.job)
    ensure_may_press(interaction, client.settings, parent)
    if await take_given(interaction, lambda desk, kept: region_order(desk, wish, region, text, kept)):
        await colour_final(client, parent, used_mark(region.press))
