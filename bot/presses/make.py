"""Every button that makes a job at once: U, V, 🔄, and the tools under a single picture."""

from __future__ import annotations

from bot.client import Interaction
from bot.orders.behind import BEHIND
from bot.presses.button import JobButton, ask_for
from messages.custom_id import WITH_TILE, Door, Press, template_of


class OfTile(JobButton, template=template_of(*(door for door in BEHIND if door in WITH_TILE))):
    """Does something with one tile."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await ask_for(interaction, press)


class Reroll(JobButton, template=template_of(Door.REROLL)):
    """🔄: paints four new pictures."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await ask_for(interaction, press)
