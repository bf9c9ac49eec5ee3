"""Forms with the prompt of a picture: remix, and Custom Zoom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from bot.accept import wish_of
from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk, Taken, Wish
from bot.given.door import take_given
from bot.job_door import job_behind
from bot.orders.edit import remix_order, zoom_order
from bot.presses.colouring import colour
from bot.presses.make import REMIXED
from jobs.given import Sources
from messages import render
from messages.custom_id import Door, Press, press_of
from messages.pressed import remix_mark, used_mark
from messages.prompt_form import written

Decide = Callable[[Desk, Wish, Press, str, Sources], Taken]
Mark = Callable[[Press], str]


async def remixed(interaction: Interaction, values: tuple[str, ...], entries: Mapping[str, str]) -> None:
    """The button's job with the prompt as it was edited; its button is green from now on."""
    await _made(interaction, _press(values, REMIXED), written(entries), remix_order, remix_mark)


async def zoomed(interaction: Interaction, values: tuple[str, ...], entries: Mapping[str, str]) -> None:
    """Zoom Out by a factor, in a shape and with words of the person's own."""
    await _made(interaction, _press(values, {Door.ZOOM}), written(entries), zoom_order, used_mark)


def _press(values: tuple[str, ...], doors: Collection[Door]) -> Press | None:
    """The button that the form was opened by, None where it has no such form."""
    press = press_of(values)
    return press if press is not None and press.verb in doors else None


async def _made(interaction: Interaction, press: Press | None, text: str, decide: Decide, mark: Mark) -> None:
    if press is None:
        await whisper(interaction, render.plain("press.foreign", interaction.locale.value))
        return
    wish = wish_of(interaction)
    await job_behind(interaction, press.job)
    if await take_given(interaction, lambda desk, kept: decide(desk, wish, press, text, kept)):
        await colour(interaction, press.job, mark(press))
