"""V1-V4 with the person's own strength, and Vary (Subtle) and Vary (Strong) under a single picture."""

from __future__ import annotations

from functools import partial

from bot.client import Interaction
from bot.orders.press import Asked
from bot.presses.button import JobButton, ask_for
from jobs import plan
from jobs.requests import PaintRequest, Strength
from messages.custom_id import Door, Press, template_of

STRENGTHS = {Door.SUBTLE: Strength.SUBTLE, Door.STRONG: Strength.STRONG}


class Vary(JobButton, template=template_of(Door.VARY, Door.SUBTLE, Door.STRONG)):
    """Paints four variations of one tile."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await ask_for(interaction, press, partial(behind, STRENGTHS.get(press.verb)))


def behind(strength: Strength | None, asked: Asked) -> PaintRequest:
    """The request of a variation; without a strength, the one of the person's settings."""
    return plan.vary(asked.request, asked.parent, asked.tile, strength or asked.variability, asked.seed)
