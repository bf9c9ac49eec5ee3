"""/imagine with pictures: uploaded, linked, named by what we keep, and refused; in both languages."""

from __future__ import annotations

import pytest

from jobs.records import Record
from jobs.requests import Role
from tests.pure.given.pictures import encoded, huge, scene
from tests.stories.people import Person, filled

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]
PNG = encoded(scene(), "png")


async def link_of(street: Street, person: Person, name: str = "fox.png", data: bytes = PNG) -> str:
    """A link into the sandbox's own store of uploads."""
    town = street.town.sandbox.town
    upload = await person.uploads(name, data)
    return str(town.payloads.attachment(town.uploads[upload])["url"])


async def begun(street: Street, person: Person, prompt: str, **uploads: str) -> Record:
    """The record of a prompt, once it is in line."""
    return await street.painter.begins(await person.types("/imagine", prompt=prompt, **uploads))


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_an_upload_is_fetched_kept_and_painted_from(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    # If Ann uploads a picture beside her prompt
    interaction = await ann.types("/imagine", prompt="a fox --seed 3", image=await ann.uploads("fox.png", PNG))
    record = await street.painter.begins(interaction)
    # I expect it among what the worker paints from, clean
    (reference,) = record.request.references
    assert reference.role is Role.IMAGE and street.painter.pictures.get(reference.key).startswith(b"\x89PNG")
    # and the message that said so to be the echo of a prompt that can be pasted
    answer = await ann.answer_to(interaction)
    assert record.request.prompt == f"picture:{reference.key[6:-4]} a fox --seed 3"
    assert record.request.prompt in answer.text and not answer.raw["ephemeral_for"]
    await street.painter.finishes(record)
    assert (await street.painter.ended(record.id)).final_message_id


async def test_many_pictures_in_every_place(street: Street) -> None:
    ann = await street.town.newcomer()
    files = {name: encoded(scene(size=(96, 64 + n)), "png") for n, name in enumerate(("image", "image2", "style"))}
    uploads = {name: await ann.uploads(f"{name}.png", data) for name, data in files.items()}
    link = await link_of(street, ann, "hero.png", encoded(scene(size=(60, 50)), "png"))
    record = await begun(street, ann, f"<{link}>::2 a fox --cref {link} --iw 2", **uploads)
    roles = [(one.role, one.weight) for one in record.request.references]
    assert roles == [(Role.IMAGE, 2), (Role.IMAGE, 1), (Role.IMAGE, 1), (Role.CHARACTER, 1), (Role.STYLE, 1)]
    assert len({one.key for one in record.request.references}) == 4  # the link was fetched once


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_link_in_front_of_the_words_is_followed(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    record = await begun(street, ann, f"{await link_of(street, ann)} a fox")
    assert [one.role for one in record.request.references] == [Role.IMAGE] and "http" not in record.request.prompt


async def test_what_is_pasted_paints_from_the_same_picture_for_anybody(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    first = await begun(street, ann, f"{await link_of(street, ann)} a fox")
    again = await begun(street, ann, first.request.prompt)
    assert again.request.references == first.request.references
    # If Bob pastes it, he has a copy of his own
    his = await begun(street, bob, first.request.prompt)
    (one,), (other,) = first.request.references, his.request.references
    assert one.key != other.key
    assert street.painter.pictures.get(one.key) == street.painter.pictures.get(other.key)
    street.town.desk.given.erase(ann.id)
    assert street.painter.pictures.exists(other.key) and not street.painter.pictures.exists(one.key)


@pytest.mark.parametrize(("locale", "words"), in_both("does not lead to a public address", "指向的不是公网地址"))
@pytest.mark.parametrize("place", ["{} a fox", "a fox --sref {}", "a fox --cref {}"])
async def test_a_hostile_link_is_a_private_sentence(street: Street, locale: str, words: str, place: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    await ann.types("/imagine", prompt=place.format("http://169.254.169.254/latest/meta-data/"))
    answer = await ann.reads(words)
    assert answer.only_for(ann) and "169.254.169.254" in answer.text
    # and nothing is left of it for anybody
    assert street.town.desk.ledger.open_jobs(ann.id) == []
    assert all(str(ann.id) not in message.text for message in await bob.messages())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("fox.svg", b"<svg/>", "no picture that I can read"),
        ("fox.png", PNG[:-40], "damaged or cut short"),
        ("bomb.png", huge(50_000), "is too large"),
        ("fox.png", b"<!doctype html>", "no picture that I can read"),
    ],
)
async def test_an_upload_that_is_no_picture_is_called_by_its_name(
    street: Street, name: str, data: bytes, words: str
) -> None:
    ann = await street.town.newcomer()
    await ann.types("/imagine", prompt="a fox", image=await ann.uploads(name, data))
    answer = await ann.reads(words)
    assert answer.only_for(ann) and f"`{name}`" in answer.text


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("https://example.com/fox.png a fox --chaos 400", "`--chaos` cannot be"),
        ("https://example.com/fox.png", "One picture alone"),
        (f"picture:{'0' * 32} a fox", "no picture behind"),
    ],
)
async def test_a_mistake_in_the_prompt_is_said_before_anything_is_fetched(
    street: Street, prompt: str, words: str
) -> None:
    ann = await street.town.newcomer()
    answer = await ann.answer_to(await ann.types("/imagine", prompt=prompt))
    assert answer.only_for(ann) and words in answer.text


@pytest.mark.parametrize(("locale", "words"), in_both("within a day", "一天之内"))
async def test_a_day_has_room_for_so_many_pictures(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    street.town.connection.set(f"atelier:person:{ann.id}:given-today", 199)
    await begun(street, ann, f"{await link_of(street, ann)} a fox")
    await ann.types("/imagine", prompt=f"{await link_of(street, ann, 'sea.png')} the sea")
    assert (await ann.reads(words)).only_for(ann)


async def test_in_stealth_the_fetching_is_as_private_as_the_picture(street: Street) -> None:
    ann = await street.town.newcomer()
    interaction = await ann.types("/imagine", prompt=f"{await link_of(street, ann)} a fox --stealth")
    assert (await ann.answer_to(interaction)).only_for(ann)
    assert (await street.painter.begins(interaction)).stealth


async def test_two_bots_make_one_job_of_a_prompt_with_a_picture(street: Street) -> None:
    ann = await street.town.newcomer()
    await street.town.start_bot()
    try:
        record = await begun(street, ann, f"{await link_of(street, ann)} a fox")
        assert [job.id for job in street.town.desk.ledger.open_jobs(ann.id)] == [record.id]
    finally:
        await street.town.bots.pop().close()


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_prompt_written_for_midjourney_runs_unchanged(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    one = await link_of(street, ann)
    two = await link_of(street, ann, "sea.jpg", encoded(scene(size=(90, 70)), "jpeg"))
    # Given a prompt as people wrote them for V6: two links, weights, six parameters
    prompt = (
        f"{one} {two} a red fox::2 in deep snow::1 fog::-0.5 --ar 3:2 --v 6 --stylize 250 --chaos 10 --iw 1.5 --seed 42"
    )
    record = await begun(street, ann, prompt)
    request = record.request
    assert [reference.role for reference in request.references] == [Role.IMAGE, Role.IMAGE]
    assert [(chunk.text, chunk.weight) for chunk in request.chunks] == [
        ("a red fox", 2), ("in deep snow", 1), ("fog", -0.5)
    ]  # fmt: skip
    assert (request.stylize, request.chaos, request.image_weight, request.seed) == (250, 10, 1.5, 42)
    assert (request.width, request.height) == (320, 208)
    # and it is painted and delivered
    await street.painter.finishes(record)
    assert (await street.painter.ended(record.id)).final_message_id


@pytest.mark.parametrize(("locale", "words"), in_both("does not lead to a public address", "指向的不是公网地址"))
async def test_a_remix_may_bring_other_pictures(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    street.town.desk.preferences.change(ann.id, remix=True)
    first, grid = await street.painted(ann, f"{await link_of(street, ann)} a fox")
    # If Ann presses V1, adds the link of a style, and keeps the picture
    await ann.presses("V1", under=grid)
    (shown,) = filled(form := await ann.form())
    style = await link_of(street, ann, "ink.png", encoded(scene(size=(70, 64)), "png"))
    record = await street.painter.begins(await ann.sends(form, prompt0=f"{shown} --sref {style}"))
    assert [one.role for one in record.request.references] == [Role.IMAGE, Role.STYLE]
    assert record.request.references[0] == first.request.references[0]
    # and a hostile link there is as private as anywhere
    await ann.presses("V2", under=grid)
    await ann.sends(await ann.form(), prompt0=f"{shown} --sref http://10.0.0.1/ink.png")
    assert (await ann.reads(words)).only_for(ann)


async def test_a_suffix_may_hold_a_style(street: Street) -> None:
    ann = await street.town.newcomer()
    link = await link_of(street, ann)
    await ann.answer_to(await ann.types("/prefer suffix", new_value=f"--sref {link}"))
    record = await begun(street, ann, "a fox")
    assert [one.role for one in record.request.references] == [Role.STYLE]
