"""The panel of Vary (Region), for one person alone: a picture under numbered cells, a button for each, and the form
with the prompt behind Submit. Its buttons carry the chosen cells, so nobody has to remember them.

    step := "region" JOB TILE PART WHAT       WHAT a cell's number or one of `CONTROLS`
    PART := BITS | "m" HEX                    the chosen cells in hex, bit 0 is cell 1; or a picture that was uploaded
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from messages.cells import Cells, chosen, is_chosen, toggled
from messages.custom_id import Door, Press, Step, pack_form, pack_step, press_of, values_of
from messages.message import Button, Form, Message, Picture, Row, Style, Upload
from messages.prompt_form import prompt_form
from messages.say import say

REGION, MASK = "region", "mask"  #: the name of the step and of the form behind Submit; the form for a mask
ALL, NONE, INVERT, UPLOAD, SUBMIT = CONTROLS = ("all", "none", "invert", "upload", "submit")
FILE_ENTRY = "file"
_PART = re.compile(r"(?P<bits>[0-9a-f]{1,5})|m(?P<mask>[0-9a-f]{32})")


class Region(NamedTuple):
    """What the panel knows: under which button it stands, and the chosen cells or the mask in their place."""

    press: Press
    bits: int = 0
    mask: str = ""  #: HEX of `picture:HEX`

    @property
    def values(self) -> tuple[str, ...]:
        """As the values of a step or form."""
        return (*values_of(self.press)[1:], f"m{self.mask}" if self.mask else f"{self.bits:x}")


def region_of(values: tuple[str, ...]) -> Region | None:
    """The inverse, None for what is no region."""
    press = press_of((Door.REGION, *values[:2]))
    part = _PART.fullmatch(values[2]) if len(values) == 3 else None
    if press is None or part is None:
        return None
    return Region(press, int(part["bits"] or "0", 16), part["mask"] or "")


def changed(region: Region, what: str, cells: Cells) -> Region:
    """After a press of a cell or of All, None or Invert; a mask gives way to cells."""
    bits = region.bits & cells.all
    if what.isdecimal() and 1 <= int(what) <= cells.count:
        bits = toggled(bits, int(what))
    else:
        bits = {ALL: cells.all, NONE: 0, INVERT: bits ^ cells.all}.get(what, bits)
    return region._replace(bits=bits, mask="")


def region_panel(region: Region, cells: Cells, picture: bytes, locale: str) -> Message:
    """`picture` is a WebP with the cells drawn over it."""
    instead = say("region.a_mask" if region.mask else "region.nothing", locale)
    numbers = ", ".join(map(str, chosen(region.bits))) or instead
    alt = say("region.alt", locale, count=cells.count, chosen=numbers)
    return Message(
        content=say("region.text", locale),
        rows=_rows(region, cells, locale),
        files=(Picture(name="region.webp", alt=alt, data=picture),),
        ephemeral=True,
    )


def _rows(region: Region, cells: Cells, locale: str) -> tuple[Row, ...]:
    """Buttons that lie as the cells do, the controls below them, or beside them where five rows are taken."""
    lines = [
        tuple(_cell(region, row * cells.columns + column + 1) for column in range(cells.columns))
        for row in range(cells.rows)
    ]
    controls = tuple(_control(region, what, locale) for what in CONTROLS)
    if cells.rows < 5:
        return (*lines, controls)
    return tuple((*line, *([control] if control else [])) for line, control in zip_longest(lines, controls))


def _cell(region: Region, number: int) -> Button:
    style = Style.GREEN if is_chosen(region.bits, number) else Style.GREY
    return Button(custom_id=_step(region, str(number)), label=str(number), style=style)


def _control(region: Region, what: str, locale: str) -> Button:
    style = Style.BLUE if what == SUBMIT else Style.GREY
    off = what == SUBMIT and not region.bits and not region.mask
    return Button(custom_id=_step(region, what), label=say(f"region.{what}", locale), style=style, disabled=off)


def _step(region: Region, what: str) -> str:
    return pack_step(Step(REGION, (*region.values, what)))


def region_form(region: Region, shown: str, locale: str) -> Form:
    """The prompt of what is to be painted there."""
    return prompt_form(Step(REGION, region.values), "buttons.region", shown, locale)


def mask_form(region: Region, locale: str) -> Form:
    """A picture of one's own in the place of the cells."""
    entry = Upload(custom_id=FILE_ENTRY, label=say("region.file", locale), hint=say("region.file_hint", locale))
    step = Step(MASK, values_of(region.press)[1:])
    return Form(custom_id=pack_form(step), title=say("region.upload", locale), entries=(entry,))
