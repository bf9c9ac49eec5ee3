"""The prompt in its own words: what a translation was made from is painted, and the translated job stops."""

from __future__ import annotations

import asyncio

from bot.accept import wish_of
from bot.client import Interaction
from bot.given.door import take_given
from bot.orders.imagine import imagine
from bot.orders.pictures import NO_UPLOADS
from bot.presses.button import JobButton
from bot.presses.cancel import own_job
from jobs.errors import JobUnknown
from jobs.prompt import echo, parse
from messages.custom_id import Door, Press, template_of


class Original(JobButton, template=template_of(Door.ORIGINAL)):
    """Undoes a translation; for the job's own person."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        record, wish = await own_job(interaction, press), wish_of(interaction)
        if not record.untranslated:
            raise JobUnknown(job=record.id)
        order = echo(parse(record.untranslated), record.request.seed)
        await take_given(interaction, lambda desk, kept: imagine(desk, wish, order, NO_UPLOADS, kept, translate=False))
        await asyncio.to_thread(interaction.client.desk.line.cancel, record.id)
