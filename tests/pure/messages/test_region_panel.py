"""Cells cover the picture, buttons lie as they do, and the chosen ones survive the way through Discord."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jobs.requests import JobId
from messages.buttons import TILES
from messages.cell_drawing import SHOWN_SIDE, is_black, mask_from, mask_of, numbered, size_of
from messages.cells import Cells, cells_for, chosen
from messages.custom_id import MAX_LENGTH, Door, Press, Step, pack_step, unpack_form, unpack_step
from messages.discord_modal import modal
from messages.message import Message, Style
from messages.region_panel import CONTROLS, Region, changed, mask_form, region_form, region_of, region_panel
from messages.say import languages

PRESS = Press(Door.REGION, JobId("f" * 32), 4)
sides = st.integers(min_value=8, max_value=3000)
cuts = st.sampled_from([cells_for(2, 1), cells_for(1, 1), cells_for(1, 2)])


@given(sides, sides)
def test_cells_cover_every_pixel_once(width: int, height: int) -> None:
    cells = cells_for(width, height)
    boxes = [cells.box(number, (width, height)) for number in range(1, cells.count + 1)]
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) == width * height
    assert (boxes[0][:2], boxes[-1][2:]) == ((0, 0), (width, height))


@given(cuts, st.integers(0, 2**20 - 1), st.sampled_from(TILES))
def test_the_chosen_cells_survive_the_way_through_discord(cells: Cells, bits: int, tile: int) -> None:
    region = Region(PRESS._replace(tile=TILES[tile - 1]), bits & cells.all)
    for locale in languages():
        message = region_panel(region, cells, b"", locale)
        ids = [button.custom_id for button in buttons_of(message)]
        assert len(ids) == len(set(ids)) == cells.count + len(CONTROLS) and max(map(len, ids)) <= MAX_LENGTH
        steps = [unpack_step(custom_id) for custom_id in ids]
        assert all(step is not None and region_of(step.values[:-1]) == region for step in steps)
        form = unpack_form(region_form(region, "a fox", locale).custom_id)
        assert form is not None and region_of(form.values) == region


def buttons_of(message: Message) -> list[object]:
    return [button for row in message.rows for button in row]  # type: ignore[union-attr]


@pytest.mark.parametrize(("width", "height", "rows"), [
    (300, 200, [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], ["11", "12", "13", "14", "15"],
        ["16", "17", "18", "19", "20"], ["All", "None", "Invert", "Upload a mask", "Submit"]]),
    (200, 200, [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["9", "10", "11", "12"], ["13", "14", "15", "16"],
        ["All", "None", "Invert", "Upload a mask", "Submit"]]),
    (200, 300, [["1", "2", "3", "4", "All"], ["5", "6", "7", "8", "None"], ["9", "10", "11", "12", "Invert"],
        ["13", "14", "15", "16", "Upload a mask"], ["17", "18", "19", "20", "Submit"]]),
])  # fmt: skip
def test_the_buttons_lie_as_the_cells_do(width: int, height: int, rows: list[list[str]]) -> None:
    message = region_panel(Region(PRESS, 0b101), cells_for(width, height), b"", "en-US")
    assert [[button.label for button in row] for row in message.rows] == rows  # type: ignore[union-attr]
    green = [button.label for row in message.rows for button in row if button.style is Style.GREEN]  # type: ignore[union-attr]
    assert green == ["1", "3"] and "Chosen: 1, 3." in message.files[0].alt


def test_presses_change_what_is_chosen() -> None:
    cells, region = cells_for(1, 1), Region(PRESS)
    region = changed(changed(region, "3", cells), "16", cells)
    assert list(chosen(region.bits)) == [3, 16]
    assert list(chosen(changed(region, "3", cells).bits)) == [16]
    assert changed(region, "invert", cells).bits == cells.all & ~region.bits
    assert (changed(region, "all", cells).bits, changed(region, "none", cells).bits) == (cells.all, 0)
    assert changed(region, "17", cells) == changed(region, "what", cells) == region


def test_a_mask_stands_in_the_place_of_cells_until_one_is_pressed() -> None:
    cells, region = cells_for(1, 1), Region(PRESS, mask="0f" * 16)
    assert (
        region_of(region.values) == region and len(pack_step(Step("region", (*region.values, "invert")))) <= MAX_LENGTH
    )
    message = region_panel(region, cells, b"", "en-US")
    (submit,) = [button for row in message.rows for button in row if button.label == "Submit"]  # type: ignore[union-attr]
    assert not submit.disabled and "Chosen: an uploaded mask." in message.files[0].alt
    assert changed(region, "2", cells) == Region(PRESS, 0b10)
    for locale in languages():
        (row,) = modal(mask_form(region, locale))["components"]
        assert row["component"]["type"] == 19 and len(row["label"]) <= 45 and len(row["description"]) <= 100


def test_a_mask_of_any_size_becomes_black_and_white() -> None:
    out = io.BytesIO()
    grey = Image.new("RGB", (30, 20), (90, 90, 90))
    grey.paste((200, 200, 200), (0, 0, 15, 20))
    grey.save(out, "png")
    mask = mask_from(out.getvalue(), (64, 64))
    with Image.open(io.BytesIO(mask)) as opened:
        assert (opened.mode, opened.size, opened.getbbox()) == ("L", (64, 64), (0, 0, 32, 64))
        assert {value for _, value in opened.getcolors() or ()} == {0, 255}
    assert not is_black(mask) and is_black(mask_of((8, 8), cells_for(1, 1), 0))


@pytest.mark.parametrize("values", [(), ("a" * 32,), ("a" * 32, "1"), ("a" * 32, "5", "1"), ("a" * 32, "1", "xyz"),
    ("a" * 32, "1", "ffffff"), ("a" * 32, "1", "")])  # fmt: skip
def test_a_forged_region_is_none(values: tuple[str, ...]) -> None:
    assert region_of(values) is None


@given(cuts, st.integers(0, 2**20 - 1))
def test_the_mask_is_white_where_cells_are_chosen(cells: Cells, bits: int) -> None:
    size = (61, 47)
    with Image.open(io.BytesIO(mask_of(size, cells, bits & cells.all))) as mask:
        assert (mask.mode, mask.size) == ("L", size)
        for number in range(1, cells.count + 1):
            left, top, right, bottom = cells.box(number, size)
            white = bool(bits & cells.all & 1 << (number - 1))
            corners = {mask.getpixel((left, top)), mask.getpixel((right - 1, bottom - 1))}
            assert corners == {255 if white else 0}


@pytest.mark.parametrize("size", [(8, 8), (64, 96), (2048, 1024)])
def test_the_numbers_are_drawn_on_a_copy_of_any_size(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "png")
    cells = cells_for(*size)
    drawn = numbered(out.getvalue(), cells, mask_of(size, cells, 1))
    assert drawn != numbered(out.getvalue(), cells, mask_of(size, cells, 2))
    assert SHOWN_SIDE // 2 <= max(size_of(drawn)) <= SHOWN_SIDE
