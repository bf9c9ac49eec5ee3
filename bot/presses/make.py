"""Every button that makes a job: U, V, 🔄, and the tools under a single picture. With remix on, those that paint from
the prompt ask for it first; Custom Zoom always does."""

from __future__ import annotations

import asyncio

from bot.accept import wish_of
from bot.client import Interaction
from bot.desk import Desk, Wish
from bot.forms.opening import open_form
from bot.job_door import job_behind
from bot.orders.behind import BEHIND
from bot.orders.press import asked_by
from bot.presses.button import JobButton, ask_for
from jobs.plan import zoom_text
from jobs.requests import PaintRequest
from messages.custom_id import WITH_TILE, Door, Press, template_of
from messages.prompt_form import remix_form, zoom_form

REMIXED = frozenset({
    Door.REROLL, Door.VARY, Door.SUBTLE, Door.STRONG,
    Door.ZOOM_2, Door.ZOOM_1_5, Door.SQUARE, Door.LEFT, Door.RIGHT, Door.UP, Door.DOWN,
})  # fmt: skip


class OfTile(JobButton, template=template_of(*(door for door in BEHIND if door in WITH_TILE))):
    """Does something with one tile."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await _remix_or_make(interaction, press)


class Reroll(JobButton, template=template_of(Door.REROLL)):
    """🔄: paints four new pictures."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await _remix_or_make(interaction, press)


class CustomZoom(JobButton, template=template_of(Door.ZOOM)):
    """Asks for the factor, the shape and the words."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        request = await editable(interaction, press)
        await open_form(interaction, zoom_form(press, zoom_text(request), interaction.locale.value))


async def _remix_or_make(interaction: Interaction, press: Press) -> None:
    if press.verb in REMIXED and await asyncio.to_thread(_remixes, interaction.client.desk, interaction.user.id):
        request = await editable(interaction, press)
        await open_form(interaction, remix_form(press, request.prompt, interaction.locale.value))
    else:
        await ask_for(interaction, press)


def _remixes(desk: Desk, person_id: int) -> bool:
    return desk.preferences.of(person_id).remix


async def editable(interaction: Interaction, press: Press) -> PaintRequest:
    """The request of the picture whose prompt is to be edited. Raises what sending the form would raise already now:
    `NotAllowed`, `JobUnknown`, `NotFinished`, `ToolMissing`."""
    await job_behind(interaction, press.job)
    return await asyncio.to_thread(_request, interaction.client.desk, wish_of(interaction), press)


def _request(desk: Desk, wish: Wish, press: Press) -> PaintRequest:
    return asked_by(desk, wish, press).request
