"""Forms that were sent: each says by its `custom_id` what it is for, so they work after a restart too; one handler for
each name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.answering import answering, whisper
from bot.client import Interaction
from bot.forms.edit import remixed, zoomed
from bot.forms.opening import entered
from bot.forms.region import region_written
from bot.presses.in_words import imagined
from bot.presses.region import mask_uploaded
from messages import render
from messages.custom_id import unpack_form
from messages.prompt_form import IMAGINE, REMIX, ZOOM
from messages.region_panel import MASK, REGION

Handler = Callable[[Interaction, tuple[str, ...], Mapping[str, str]], Awaitable[None]]
HANDLERS: Mapping[str, Handler] = {
    REMIX: remixed,
    ZOOM: zoomed,
    REGION: region_written,
    MASK: mask_uploaded,
    IMAGINE: imagined,
}


async def answer_form(interaction: Interaction) -> None:
    """Whatever was sent is answered, a form of another release politely."""
    async with answering(interaction):
        data: dict[str, Any] = dict(interaction.data or {})
        step = unpack_form(str(data.get("custom_id", "")))
        handler = HANDLERS.get(step.name) if step else None
        if step is None or handler is None:
            await whisper(interaction, render.plain("press.foreign", interaction.locale.value))
        else:
            await handler(interaction, step.values, entered(interaction))
