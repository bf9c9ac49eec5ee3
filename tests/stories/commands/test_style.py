"""/style: made from pictures, listed, used behind --sref, and deleted; in both languages."""

from __future__ import annotations

import pytest

from jobs.erasing import erase
from jobs.requests import Role
from jobs.styles import place_of
from tests.pure.given.pictures import encoded, scene
from tests.stories.people import Person, Seen

from .conftest import Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


async def makes(person: Person, name: str, count: int = 1) -> Seen:
    """The person makes a style of so many pictures; the answer."""
    files = [encoded(scene(size=(60 + 8 * n, 64)), "png") for n in range(count)]
    uploads = {f"image{n}": await person.uploads(f"{n}.png", data) for n, data in enumerate(files, start=1)}
    return await person.reads_after(await person.types("/style create", name=name, **uploads))


@pytest.mark.parametrize(
    ("locale", "made", "gone"),
    [("en-US", "takes the manner of your pictures (2)", "is gone"), ("zh-CN", "取 2 张图片的画风", "已删除")],
)
async def test_a_style_is_made_listed_used_by_everybody_and_deleted(
    street: Street, locale: str, made: str, gone: str
) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer(locale)
    name = f"Ink-{locale}"
    answer = await makes(ann, name, 2)
    assert answer.only_for(ann) and made in answer.text
    listed = await bob.answer_to(await bob.types("/style list"))
    assert listed.only_for(bob) and f"`--sref {name.lower()}`" in listed.text and f"<@{ann.id}>" in listed.text
    # If Bob writes it, the worker has both pictures, each with half the weight
    record = await street.painter.begins(await bob.types("/imagine", prompt=f"a fox --sref {name}::2"))
    assert [(one.role, one.weight) for one in record.request.references] == [(Role.STYLE, 1), (Role.STYLE, 1)]
    assert all(street.painter.pictures.exists(one.key) for one in record.request.references)
    assert f"--sref {name.lower()}::2" in record.request.prompt
    # If Ann deletes it
    assert [choice["value"] for choice in await ann.finds("/style delete", name=name[:5])] == [name.lower()]
    assert gone in (await ann.answer_to(await ann.types("/style delete", name=name))).text
    answer = await bob.answer_to(await bob.types("/imagine", prompt=f"a fox --sref {name}"))
    assert answer.only_for(bob) and name.lower() in answer.text


@pytest.mark.parametrize(("locale", "words"), in_both("no name for a style", "不能做风格的名字"))
@pytest.mark.parametrize("name", ["1234", "random", "two words", "--ink", "a/b"])
async def test_what_a_prompt_could_not_tell_from_something_else_is_no_name(
    street: Street, locale: str, words: str, name: str
) -> None:
    ann = await street.town.newcomer(locale)
    answer = await makes(ann, name)
    assert answer.only_for(ann) and words in answer.text


async def test_a_style_is_its_makers_to_replace_and_to_delete(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    store, place = street.town.desk.styles, place_of(street.town.guild, ann.id)
    await makes(ann, "water")
    assert "made by somebody else" in (await makes(bob, "water", 2)).text
    assert "Only its maker" in (await bob.answer_to(await bob.types("/style delete", name="water"))).text
    (before,) = store.of(place)["water"].pictures
    await makes(ann, "water", 3)
    assert len(store.of(place)["water"].pictures) == 3 and before in store.of(place)["water"].pictures
    # an administrator may
    cleo = await street.town.person("cleo")
    await street.town.bots[0].close()
    street.town.bots.clear()
    await street.town.start_bot(admins=frozenset({cleo.id}))
    assert "is gone" in (await cleo.answer_to(await cleo.types("/style delete", name="water"))).text
    assert not any(street.painter.pictures.exists(key) for key in (before,))
    assert "no style `water`" in (await ann.answer_to(await ann.types("/style delete", name="water"))).text


async def test_a_style_is_unknown_in_another_place(street: Street) -> None:
    ann = await street.town.newcomer()
    await makes(ann, "secret")
    assert "secret" not in street.town.desk.styles.of(place_of(None, ann.id))
    assert "secret" not in street.town.desk.styles.of(place_of(street.town.guild + 1, ann.id))


async def test_a_bad_picture_makes_no_style(street: Street) -> None:
    ann = await street.town.newcomer()
    upload = await ann.uploads("page.html", b"<html>")
    answer = await ann.reads_after(await ann.types("/style create", name="page", image1=upload))
    assert answer.only_for(ann) and "`page.html` is no picture" in answer.text
    assert "page" not in street.town.desk.styles.of(place_of(street.town.guild, ann.id))


async def test_who_is_forgotten_leaves_no_style_and_no_picture(street: Street) -> None:
    ann, desk = await street.town.newcomer(), street.town.desk
    await makes(ann, "mine")
    record = await street.painter.paints(await ann.types("/imagine", prompt="a fox --sref mine"))
    await street.painter.ended(record.id)
    (reference,) = record.request.references
    erase(desk.connection, desk.ledger, desk.pictures, ann.id)
    assert not desk.pictures.exists(reference.key)
    assert "mine" not in desk.styles.of(place_of(street.town.guild, ann.id))
