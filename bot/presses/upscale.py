"""Upscale (2x) under a single picture."""

from __future__ import annotations

from bot.client import Interaction
from bot.orders.press import Asked
from bot.presses.button import JobButton, ask_for
from jobs import plan
from jobs.requests import PaintRequest
from messages.custom_id import Door, Press, template_of


class Upscale(JobButton, template=template_of(Door.UPSCALE)):
    """Paints one picture at twice the width and height."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await ask_for(interaction, press, behind)


def behind(asked: Asked) -> PaintRequest:
    """The request of an upscale."""
    return plan.upscale(asked.request, asked.parent, asked.tile)
