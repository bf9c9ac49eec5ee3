"""Cancel: its owner stops a waiting or painting job; delivery writes the end into the progress message."""

from __future__ import annotations

import asyncio

from bot.accept import wish_of
from bot.access import ensure_may_press
from bot.answering import whisper
from bot.client import Interaction
from bot.orders.press import seen_from
from bot.presses.button import JobButton
from jobs.errors import NotYours
from messages import render
from messages.custom_id import Door, Press, template_of


class Cancel(JobButton, template=template_of(Door.CANCEL)):
    """Stops the job."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        client, locale = interaction.client, interaction.locale.value
        record = await asyncio.to_thread(seen_from, client.desk, wish_of(interaction), press.job)
        ensure_may_press(interaction, client.settings, record)
        if record.person.id != interaction.user.id:
            raise NotYours(owner=record.person.name)
        stopping = await asyncio.to_thread(client.desk.line.cancel, press.job)
        await whisper(interaction, render.plain("press.cancelling" if stopping else "press.too_late", locale))
