"""The form behind Submit in the panel of Vary (Region)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.accept import wish_of
from bot.answering import whisper
from bot.client import Interaction
from bot.given.door import take_given
from bot.job_door import job_behind
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
    wish, parent = wish_of(interaction), await job_behind(interaction, region.press.job)
    if await take_given(interaction, lambda desk, kept: region_order(desk, wish, region, text, kept)):
        await colour_final(interaction.client, parent, used_mark(region.press))
