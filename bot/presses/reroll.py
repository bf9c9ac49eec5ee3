"""🔄: the same prompt from another seed."""

from __future__ import annotations

from bot.client import Interaction
from bot.orders.press import Asked
from bot.presses.button import JobButton, ask_for
from jobs import plan
from jobs.requests import PaintRequest
from messages.custom_id import Door, Press, template_of


class Reroll(JobButton, template=template_of(Door.REROLL)):
    """Paints four new pictures."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await ask_for(interaction, press, behind)


def behind(asked: Asked) -> PaintRequest:
    """The parent's request from the seed that was drawn."""
    return plan.reroll(asked.request, asked.seed)
