"""Buttons that ask for the prompt first: remix, and Custom Zoom."""

from __future__ import annotations

import pytest

from jobs.records import Record, job_id
from jobs.requests import Role, Strength, Verb
from tests.stories.people import Person, Seen, filled
from tests.stories.post_office import encoded, noise

from .conftest import Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]

STRANGE = (
    "atelier:form:remix:u:{job}:1", "atelier:form:zoom:v:{job}:1", "atelier:form:region:{job}:1:zz",
    "atelier:form:remix", "atelier:form:mask:{job}:7", "atelier:form:x", "x",
)  # fmt: skip
TOOLS = {
    "Vary (Subtle)": Verb.VARY,
    "Vary (Strong)": Verb.VARY,
    "Zoom Out 2x": Verb.ZOOM,
    "Zoom Out 1.5x": Verb.ZOOM,
    "⬆️": Verb.PAN,
    "Make Square": Verb.SQUARE,
}


async def remixer(street: Street, locale: str = "en-US") -> Person:
    """Somebody new, with remix on."""
    person = await street.town.newcomer(locale)
    street.town.desk.preferences.change(person.id, remix=True)
    return person


async def single(street: Street, person: Person, prompt: str) -> Seen:
    """U1 of a painted grid."""
    _, grid = await street.painted(person, prompt)
    record = await street.painter.ended(job_id(int(await person.presses("U1", under=grid))))
    return await person.sees(lambda seen: seen.id == str(record.final_message_id))


def made(street: Street, interaction: str) -> Record:
    """The record of the job that an interaction made."""
    return street.town.desk.ledger.get(job_id(int(interaction)))


@pytest.mark.parametrize(
    ("locale", "title", "label"), [("en-US", "Remix", "Prompt"), ("zh-CN", "重混（Remix）", "提示词")]
)
async def test_v_opens_a_form_with_the_prompt_and_sending_it_makes_the_job(
    street: Street, locale: str, title: str, label: str
) -> None:
    ann = await remixer(street, locale)
    parent, grid = await street.painted(ann, "a fox in the snow --ar 3:2")
    await ann.presses("V2", under=grid)
    form = await ann.form()
    assert (form["title"], form["components"][0]["label"]) == (title, label)
    assert filled(form) == ["a fox in the snow --ar 3:2"]
    # If she writes another prompt, over two lines
    echo = await ann.answer_to(interaction := await ann.sends(form, prompt0="a wolf in\nthe snow --ar 3:2"))
    word = {"en-US": "Remix (Strong) by", "zh-CN": "改写（强）"}[locale]
    assert "**a wolf in the snow --ar 3:2**" in echo.text and word in echo.text
    record = made(street, interaction)
    assert (record.request.verb, record.request.parent, record.request.tile) == (Verb.VARY, parent.id, 2)
    assert record.remix and record.request.text == "a wolf in the snow"
    # I expect the button to be green from now on
    await ann.sees(lambda seen: seen.id == grid.id and seen.style_of("V2") == 3)


async def test_an_unchanged_prompt_is_a_plain_variation(street: Street) -> None:
    ann = await remixer(street)
    _, grid = await street.painted(ann, "a fox --seed 5")
    await ann.presses("V1", under=grid)
    echo = await ann.answer_to(interaction := await ann.sends(await ann.form()))
    assert "Variations (Strong) by" in echo.text and not made(street, interaction).remix


async def test_leaving_the_form_makes_nothing_and_the_button_stays_as_it_was(street: Street) -> None:
    ann = await remixer(street)
    _, grid = await street.painted(ann, "a fox")
    await ann.presses("🔄", under=grid)
    assert filled(await ann.form()) == ["a fox"]
    assert street.town.desk.ledger.open_jobs(ann.id) == []
    (now,) = [seen for seen in await ann.messages() if seen.id == grid.id]
    assert now.style_of("🔄") == 2


@pytest.mark.parametrize(("label", "verb"), TOOLS.items())
async def test_the_tools_under_a_single_picture_ask_too(street: Street, label: str, verb: Verb) -> None:
    ann = await remixer(street)
    picture = await single(street, ann, "a fox --ar 3:2")
    await ann.presses(label, under=picture)
    interaction = await ann.sends(await ann.form(), prompt0="a wolf --ar 3:2")
    await ann.answer_to(interaction)
    record = made(street, interaction)
    assert (record.request.verb, record.request.text, record.remix) == (verb, "a wolf", True)
    await ann.sees(lambda seen: seen.id == picture.id and seen.style_of(label) == 3)


async def test_a_reroll_with_another_prompt_is_a_new_grid(street: Street) -> None:
    ann = await remixer(street)
    _, grid = await street.painted(ann, "a fox")
    await ann.presses("🔄", under=grid)
    interaction = await ann.sends(await ann.form(), prompt0="an owl --ar 2:3 --stylize 0")
    await ann.answer_to(interaction)
    request = made(street, interaction).request
    assert (request.verb, request.text, request.stylize) == (Verb.IMAGINE, "an owl", 0)
    assert request.height > request.width


@pytest.mark.parametrize(("locale", "words"), in_both("cannot be `5`", "不能是 `5`"))
async def test_a_wrong_edit_is_said_to_its_person_alone(street: Street, locale: str, words: str) -> None:
    ann = await remixer(street, locale)
    _, grid = await street.painted(ann, "a fox")
    await ann.presses("V1", under=grid)
    answer = await ann.answer_to(await ann.sends(await ann.form(), prompt0="a fox --stop 5"))
    assert answer.only_for(ann) and words in answer.text


async def test_a_long_prompt_is_edited_in_two_texts(street: Street) -> None:
    ann = await remixer(street)
    prompt = " ".join(f"fox{n}" for n in range(850))  # above 4,000 and below 6,000 characters
    _, grid = await street.painted(ann, prompt)
    await ann.presses("V1", under=grid)
    form = await ann.form()
    first, second = filled(form)
    assert len(first) <= 4000 and f"{first} {second}" == prompt
    interaction = await ann.sends(form, prompt1=f"{second} owl")
    await ann.answer_to(interaction)
    assert made(street, interaction).request.text == f"{prompt} owl"


async def test_a_form_outlives_the_bot_that_opened_it(street: Street) -> None:
    ann = await remixer(street)
    _, grid = await street.painted(ann, "a fox")
    await ann.presses("V3", under=grid)
    form = await ann.form()
    await street.town.bots.pop().close()
    await street.town.start_bot()
    interaction = await ann.sends(form, prompt0="a wolf")
    await ann.answer_to(interaction)
    assert made(street, interaction).request.strength is Strength.STRONG


@pytest.mark.parametrize(("locale", "label", "title"), [
    ("en-US", "Custom Zoom", "Custom Zoom"), ("zh-CN", "自定义拉远", "自定义拉远")])  # fmt: skip
async def test_custom_zoom_asks_for_factor_shape_and_words(street: Street, locale: str, label: str, title: str) -> None:
    ann = await street.town.newcomer(locale)
    picture = await single(street, ann, "a fox")
    await ann.presses(label, under=picture)
    form = await ann.form()
    assert (form["title"], filled(form)) == (title, ["a fox --ar 1:1 --zoom 2"])
    interaction = await ann.sends(form, prompt0="a fox on a hill --ar 3:2 --zoom 1.5")
    echo = await ann.answer_to(interaction)
    assert "**a fox on a hill --ar 3:2**" in echo.text
    request = made(street, interaction).request
    assert (request.verb, request.zoom, request.width > request.height) == (Verb.ZOOM, 1.5, True)
    await ann.sees(lambda seen: seen.id == picture.id and seen.style_of(label) == 1)
    # If nothing would change, that is said
    await ann.presses(label, under=picture)
    answer = await ann.answer_to(await ann.sends(await ann.form(), prompt0="a fox --zoom 1"))
    assert answer.only_for(ann) and "--zoom 1" in answer.text


async def test_an_edit_may_bring_in_a_picture(street: Street) -> None:
    ann = await remixer(street)
    _, grid = await street.painted(ann, "a fox")
    await ann.presses("V1", under=grid)
    form = await ann.form()
    upload = await ann.uploads("sea.png", encoded(noise(64), "png"))
    town = street.town.sandbox.town
    link = town.payloads.attachment(town.uploads[upload])["url"]
    interaction = await ann.sends(form, prompt0=f"{link} a fox on a boat")
    record = await street.painter.begins(interaction)
    assert [reference.role for reference in record.request.references] == [Role.IMAGE]
    assert record.remix and record.request.text == "a fox on a boat"
    await ann.sees(lambda seen: seen.id == grid.id and seen.style_of("V1") == 3)


@pytest.mark.parametrize("custom_id", STRANGE)
async def test_a_form_of_another_release_gets_a_polite_answer(street: Street, custom_id: str) -> None:
    ann = await remixer(street)
    record, grid = await street.painted(ann, "a fox")
    await ann.presses("V1", under=grid)
    form = await ann.form()
    street.town.sandbox.town.forms[int(form["modal_id"])].body["custom_id"] = custom_id.format(job=record.id)
    answer = await ann.answer_to(await ann.sends(form))
    assert answer.only_for(ann) and "not one of mine" in answer.text


async def test_a_hidden_picture_is_remixed_in_hiding(street: Street) -> None:
    ann, bob = await remixer(street), await street.town.newcomer()
    street.town.desk.preferences.change(ann.id, stealth=True)
    _, grid = await street.painted(ann, "a secret fox")
    assert grid.only_for(ann)
    await ann.presses("V1", under=grid)
    echo = await ann.answer_to(interaction := await ann.sends(await ann.form(), prompt0="a secret wolf"))
    assert echo.only_for(ann) and made(street, interaction).stealth
    assert all("secret" not in seen.text for seen in await bob.messages())
