"""❤️: a picture among a person's favourites, or no longer; red while it is anybody's."""

from __future__ import annotations

import asyncio

from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk
from bot.job_door import job_behind
from bot.orders.press import mark
from bot.presses.button import JobButton
from bot.presses.colouring import buttons_of, catch_up
from jobs.records import Record
from messages import render
from messages.custom_id import Door, Press, template_of
from messages.pressed import heart_mark


class Favourite(JobButton, template=template_of(Door.HEART)):
    """Toggles."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        client, person = interaction.client, interaction.user.id
        await job_behind(interaction, press.job)
        kept, record = await asyncio.to_thread(toggle, client.desk, person, press)
        await interaction.response.edit_message(view=buttons_of(client.desk, record))
        await catch_up(client.desk, record, interaction.edit_original_response)
        key = "press.favourite" if kept else "press.no_favourite"
        await whisper(interaction, render.plain(key, interaction.locale.value))


def toggle(desk: Desk, person_id: int, press: Press) -> tuple[bool, Record]:
    """Whether it is a favourite now, and the record with its marks. Raises `JobUnknown`."""
    kept = desk.favourites.toggle(person_id, press.job, desk.clock())
    return kept, mark(desk, press.job, heart_mark(press, person_id), on=kept)
