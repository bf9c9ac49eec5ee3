"""U1-U4: one tile of a grid as a picture of its own. Nothing is painted."""

from __future__ import annotations

from bot.client import Interaction
from bot.orders.press import Asked
from bot.presses.button import JobButton, ask_for
from jobs import plan
from jobs.requests import PaintRequest
from messages.custom_id import Door, Press, template_of


class Pick(JobButton, template=template_of(Door.PICK)):
    """Serves the stored tile."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await ask_for(interaction, press, behind)


def behind(asked: Asked) -> PaintRequest:
    """The request of a pick."""
    return plan.pick(asked.request, asked.parent, asked.tile)
