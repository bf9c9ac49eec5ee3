"""The controls under what /describe and /shorten found."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.accept import take, wish_of
from bot.access import ensure_may_press
from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Order
from bot.forms.opening import open_form
from bot.given.door import take_given
from bot.orders.imagine import imagine
from bot.orders.in_words import anew, imagine_all, told_by
from bot.orders.pictures import NO_UPLOADS
from jobs.errors import JobUnknown
from jobs.records import Record
from messages.custom_id import Step
from messages.findings import details, prompts_of, step_of
from messages.prompt_form import IMAGINE, prompt_form, written


async def edit(interaction: Interaction, values: tuple[str, ...]) -> None:
    """1 to 5: the prompt in a form, to be changed before it is imagined."""
    record, number = await _behind(interaction, values)
    prompts = prompts_of(record)
    if not 1 <= number <= len(prompts):
        raise JobUnknown(job=record.id)
    form = prompt_form(Step(IMAGINE), "forms.imagine", prompts[number - 1], interaction.locale.value)
    await open_form(interaction, form)


async def imagined(interaction: Interaction, values: tuple[str, ...], entries: Mapping[str, str]) -> None:
    """The form was sent: as if it had been typed after /imagine."""
    wish, text = wish_of(interaction), written(entries)
    await take_given(interaction, lambda desk, kept: imagine(desk, wish, text, NO_UPLOADS, kept))


async def every(interaction: Interaction, values: tuple[str, ...]) -> None:
    """Imagine all."""
    record, _ = await _behind(interaction, values)
    wish = wish_of(interaction)
    await take(interaction, Order(lambda desk: imagine_all(desk, wish, record.id)))


async def again(interaction: Interaction, values: tuple[str, ...]) -> None:
    """🔄: described anew."""
    record, _ = await _behind(interaction, values)
    wish = wish_of(interaction)
    await take(interaction, Order(lambda desk: anew(desk, wish, record.id)))


async def worth(interaction: Interaction, values: tuple[str, ...]) -> None:
    """Show details: numbers, for whoever asks, alone."""
    record, _ = await _behind(interaction, values)
    await whisper(interaction, details(record, interaction.locale.value))


async def _behind(interaction: Interaction, values: tuple[str, ...]) -> tuple[Record, int]:
    """The finished job and the number. Raises `JobUnknown`, `NotFinished`, `NotAllowed`."""
    client, named = interaction.client, step_of(values)
    if named is None:
        raise JobUnknown(job="")
    record = await asyncio.to_thread(told_by, client.desk, wish_of(interaction), named[0])
    ensure_may_press(interaction, client.settings, record)
    return record, named[1]
