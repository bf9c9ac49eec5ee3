"""Vary (Region): the private panel in which parts of a picture are chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from bot.answering import whisper
from bot.client import Interaction
from bot.desk import Desk
from bot.forms.opening import open_form
from bot.given.door import picture_given
from bot.orders.region import cells_of, panel_picture
from bot.presses.button import JobButton
from bot.presses.make import editable
from messages import render
from messages.custom_id import Door, Press, press_of, template_of
from messages.discord_form import sending, turning
from messages.message import Message
from messages.region_panel import (
    FILE_ENTRY,
    SUBMIT,
    UPLOAD,
    Region,
    changed,
    mask_form,
    region_form,
    region_of,
    region_panel,
)


class RegionTool(JobButton, template=template_of(Door.REGION)):
    """Opens the panel."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        await editable(interaction, press)
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = await asyncio.to_thread(panel, interaction.client.desk, Region(press), _eyes(interaction))
        await interaction.followup.send(**sending(message))


async def press_region(interaction: Interaction, values: tuple[str, ...]) -> None:
    """A cell or a control of the panel. Raises a `Mistake`."""
    region, what = region_of(values[:-1]), values[-1]
    if region is None:
        await whisper(interaction, render.plain("press.foreign", interaction.locale.value))
        return
    request = await editable(interaction, region.press)
    desk, locale = interaction.client.desk, interaction.locale.value
    if what in (SUBMIT, UPLOAD):
        asks_words = what == SUBMIT
        form = region_form(region, request.prompt, locale) if asks_words else mask_form(region, locale)
        await open_form(interaction, form)
        return
    await interaction.response.defer()
    message = await asyncio.to_thread(_changed_panel, desk, region, what, _eyes(interaction))
    await interaction.edit_original_response(**turning(message))


class Eyes(NamedTuple):
    """Who sees the panel."""

    person_id: int
    locale: str


def _eyes(interaction: Interaction) -> Eyes:
    return Eyes(interaction.user.id, interaction.locale.value)


def _changed_panel(desk: Desk, region: Region, what: str, eyes: Eyes) -> Message:
    return panel(desk, changed(region, what, cells_of(desk, region)), eyes)


def panel(desk: Desk, region: Region, eyes: Eyes) -> Message:
    """The panel as it is now. Raises `JobUnknown`, `PicturesGone`, `PictureMissing`."""
    cells, picture = panel_picture(desk, region, eyes.person_id)
    return region_panel(region, cells, picture, eyes.locale)


async def mask_uploaded(interaction: Interaction, values: tuple[str, ...], entries: Mapping[str, str]) -> None:
    """Somebody's picture is the mask from now on. Raises a `Mistake`."""
    press = press_of((Door.REGION, *values))
    if press is None or FILE_ENTRY not in entries:
        await whisper(interaction, render.plain("press.foreign", interaction.locale.value))
        return
    await editable(interaction, press)
    await interaction.response.defer()
    key = await picture_given(interaction, entries[FILE_ENTRY])
    region = Region(press, mask=PurePath(key).stem)
    message = await asyncio.to_thread(panel, interaction.client.desk, region, _eyes(interaction))
    await interaction.edit_original_response(**turning(message))
