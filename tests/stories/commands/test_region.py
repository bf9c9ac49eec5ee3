"""Vary (Region): a private panel with numbered cells, then the form with the prompt."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from jobs.records import Record, job_id
from jobs.requests import Verb
from tests.stories.people import Person, Seen, filled
from tests.stories.post_office import encoded

from .conftest import Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


async def single(street: Street, person: Person, prompt: str) -> tuple[Record, Seen]:
    """U1 of a painted grid."""
    _, grid = await street.painted(person, prompt)
    record = await street.painter.ended(job_id(int(await person.presses("U1", under=grid))))
    return record, await person.sees(lambda seen: seen.id == str(record.final_message_id))


async def panel_of(person: Person, picture: Seen, label: str) -> Seen:
    """The panel that the button opens."""
    outcome = await person.outcome(await person.presses(label, under=picture))
    return await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.controls))


async def chooses(person: Person, panel: Seen, *labels: str) -> Seen:
    """Press these, one after the other."""
    for label in labels:
        before = [control["custom_id"] for control in panel.controls]
        await person.presses(label, under=panel)
        panel = await person.sees(
            lambda seen: seen.id == panel.id and [each["custom_id"] for each in seen.controls] != before  # noqa: B023
        )
    return panel


def green(panel: Seen) -> list[str]:
    return [label for label in panel.labels if panel.style_of(label) == 3]


@pytest.mark.parametrize(("locale", "label", "submit", "heading"), [
    ("en-US", "Vary (Region)", "Submit", "Variations (Region) by"), ("zh-CN", "变体（局部）", "提交", "变体（局部），")
])  # fmt: skip
async def test_chosen_cells_and_a_prompt_make_a_job_with_a_mask(
    street: Street, locale: str, label: str, submit: str, heading: str
) -> None:
    ann = await street.town.newcomer(locale)
    parent, picture = await single(street, ann, "a fox in the snow")
    panel = await panel_of(ann, picture, label)
    # I expect the picture under sixteen cells, for her alone, and nothing to submit yet
    assert panel.only_for(ann) and panel.labels[:16] == [str(number) for number in range(1, 17)]
    assert next(control for control in panel.controls if control.get("label") == submit)["disabled"]
    (shown,) = panel.raw["attachments"]
    assert (shown["filename"], shown["width"]) == ("region.webp", 512)
    # If she chooses two cells, and takes one of them back
    panel = await chooses(ann, panel, "6", "7", "6")
    assert green(panel) == ["7"] and panel.raw["attachments"][0]["id"] != shown["id"]
    await ann.presses(submit, under=panel)
    form = await ann.form()
    assert (form["title"], filled(form)) == (label, ["a fox in the snow"])
    echo = await ann.answer_to(interaction := await ann.sends(form, prompt0="an owl in the snow"))
    assert f"- {heading}" in echo.text and "**an owl in the snow**" in echo.text
    request = street.town.desk.ledger.get(job_id(int(interaction))).request
    assert (request.verb, request.parent, request.tile, request.text) == (
        Verb.REGION,
        parent.id,
        1,
        "an owl in the snow",
    )
    with Image.open(io.BytesIO(street.town.desk.pictures.get(request.mask or ""))) as mask:
        assert (mask.size, mask.getbbox()) == ((64, 64), (32, 16, 48, 32))
    # And the button under the picture is blue from now on, while the panel stays for another try
    await ann.sees(lambda seen: seen.id == picture.id and seen.style_of(label) == 1)
    await ann.presses(submit, under=panel)
    assert (await ann.form())["title"] == label


async def test_all_none_and_invert(street: Street) -> None:
    ann = await street.town.newcomer()
    _, picture = await single(street, ann, "a fox")
    panel = await chooses(ann, await panel_of(ann, picture, "Vary (Region)"), "All", "1", "Invert")
    assert green(panel) == ["1"]
    assert green(await chooses(ann, panel, "None")) == []


async def test_a_panel_outlives_the_bot_that_opened_it(street: Street) -> None:
    ann = await street.town.newcomer()
    _, picture = await single(street, ann, "a fox")
    panel = await chooses(ann, await panel_of(ann, picture, "Vary (Region)"), "2")
    await street.town.bots.pop().close()
    await street.town.start_bot()
    panel = await chooses(ann, panel, "3")
    assert green(panel) == ["2", "3"]
    await ann.presses("Submit", under=panel)
    form = await ann.form()
    await street.town.bots.pop().close()
    await street.town.start_bot()
    assert "Variations (Region)" in (await ann.answer_to(await ann.sends(form))).text


@pytest.mark.parametrize(("locale", "words"), in_both("no longer in the store", "已经不在"))
async def test_a_picture_that_is_gone_is_said(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    record, picture = await single(street, ann, "a fox")
    street.town.desk.pictures.delete(record.pictures.tiles[0])
    label = {"en-US": "Vary (Region)", "zh-CN": "变体（局部）"}[locale]
    await ann.presses(label, under=picture)
    assert (await ann.reads(words)).only_for(ann)


async def test_a_wrong_prompt_is_said_and_the_panel_stays(street: Street) -> None:
    ann = await street.town.newcomer()
    _, picture = await single(street, ann, "a fox")
    panel = await chooses(ann, await panel_of(ann, picture, "Vary (Region)"), "2")
    await ann.presses("Submit", under=panel)
    answer = await ann.answer_to(await ann.sends(await ann.form(), prompt0="a fox --stop 5"))
    assert answer.only_for(ann) and "cannot be `5`" in answer.text
    assert street.town.desk.ledger.open_jobs(ann.id) == []


@pytest.mark.parametrize(("locale", "labels", "words"), [
    ("en-US", ("Vary (Region)", "Upload a mask", "Submit"), "Choose at least one part"),
    ("zh-CN", ("变体（局部）", "上传蒙版", "提交"), "请先选择")])  # fmt: skip
async def test_a_mask_can_be_uploaded(street: Street, locale: str, labels: tuple[str, str, str], words: str) -> None:
    ann = await street.town.newcomer(locale)
    region, upload, submit = labels
    _, picture = await single(street, ann, "a fox")
    panel = await panel_of(ann, picture, region)
    # If she uploads a mask whose left half is white
    half = Image.new("L", (200, 100))
    half.paste(255, (0, 0, 100, 100))
    panel = await masked(ann, panel, upload, encoded(half, "png"))
    assert green(panel) == []
    await ann.presses(submit, under=panel)
    interaction = await ann.sends(await ann.form(), prompt0="an owl")
    await ann.answer_to(interaction)
    request = street.town.desk.ledger.get(job_id(int(interaction))).request
    with Image.open(io.BytesIO(street.town.desk.pictures.get(request.mask or ""))) as mask:
        assert (mask.mode, mask.size, mask.getbbox()) == ("L", (64, 64), (0, 0, 32, 64))
    # A black one chooses nothing, which is said
    panel = await masked(ann, panel, upload, encoded(Image.new("L", (64, 64)), "png"))
    await ann.presses(submit, under=panel)
    answer = await ann.answer_to(await ann.sends(await ann.form()))
    assert answer.only_for(ann) and words in answer.text
    # And a press of a cell leaves the mask
    assert green(await chooses(ann, panel, "4")) == ["4"]


async def masked(person: Person, panel: Seen, label: str, png: bytes) -> Seen:
    """The panel after a mask was uploaded."""
    before = [control["custom_id"] for control in panel.controls]
    await person.presses(label, under=panel)
    await person.sends(await person.form(), file=[await person.uploads("mask.png", png)])
    return await person.sees(
        lambda seen: seen.id == panel.id and [each["custom_id"] for each in seen.controls] != before
    )


async def test_what_is_no_picture_is_no_mask(street: Street) -> None:
    ann = await street.town.newcomer()
    _, picture = await single(street, ann, "a fox")
    panel = await panel_of(ann, picture, "Vary (Region)")
    await ann.presses("Upload a mask", under=panel)
    await ann.sends(await ann.form(), file=[await ann.uploads("mask.png", b"no picture at all")])
    said = await ann.sees(lambda seen: seen.only_for(ann) and "mask.png" in seen.text and not seen.controls)
    assert said.text


async def test_a_panel_opens_in_direct_messages_too(street: Street) -> None:
    ann = await street.town.newcomer()
    _, picture = await single(street, ann, "a fox")
    await ann.reacts("✉️", picture)
    sent = await ann.sees(lambda seen: "Vary (Region)" in seen.labels, channel=ann.dm)
    await ann.presses("Vary (Region)", under=sent)
    panel = await ann.sees(lambda seen: "16" in seen.labels, channel=ann.dm)
    await ann.presses("2", under=panel)
    await ann.sees(lambda seen: seen.id == panel.id and green(seen) == ["2"], channel=ann.dm)
