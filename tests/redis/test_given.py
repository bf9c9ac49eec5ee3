"""What people gave, and whose it is; styles made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis

from jobs import keys
from jobs.erasing import erase_job
from jobs.given import GivenPictures, TooManyGiven, key_of
from jobs.pictures import PictureStore
from jobs.plan import PictureMissing, picture_source
from jobs.requests import Reference, Role
from jobs.styles import MOST, StyleNotYours, StyleStore, StyleTaken, StyleUnknown, TooManyStyles
from tests.redis.making import record


@pytest.fixture
def pictures(tmp_path: Path) -> PictureStore:
    return PictureStore(str(tmp_path))


@pytest.fixture
def given(connection: redis.Redis, pictures: PictureStore) -> GivenPictures:
    return GivenPictures(connection, pictures)


@pytest.fixture
def styles(connection: redis.Redis, pictures: PictureStore) -> StyleStore:
    return StyleStore(connection, pictures)


def test_the_same_picture_of_two_people_is_kept_for_each(given: GivenPictures, pictures: PictureStore) -> None:
    ann, bob = given.keep(1, b"png"), given.keep(2, b"png")
    assert ann != bob and ann == given.keep(1, b"png")
    given.erase(1)
    assert pictures.exists(bob) and not pictures.exists(ann)


def test_what_is_ours_is_found_by_its_name_and_copied_for_others(given: GivenPictures, pictures: PictureStore) -> None:
    key = given.keep(1, b"png")
    source = picture_source(key)
    assert given.known(1, [source, "https://example.com/fox.png"]) == {source: key}
    assert given.known(2, [source]) == {source: key_of(2, b"png")}
    for missing in ("picture:" + "0" * 32, "picture:" + "ab" * 6):
        with pytest.raises(PictureMissing):
            given.known(1, [missing])


def test_a_job_that_is_erased_takes_its_own_persons_pictures_with_it(
    connection: redis.Redis, given: GivenPictures, pictures: PictureStore
) -> None:
    mine, theirs = given.keep(1, b"mine"), given.keep(2, b"theirs")
    job = record(person=1)
    references = tuple(Reference(role=Role.IMAGE, key=key) for key in (mine, theirs))
    job = job.model_copy(update={"request": job.request.model_copy(update={"references": references})})
    erase_job(connection, pictures, job)
    assert pictures.exists(theirs) and not pictures.exists(mine)


def test_a_person_makes_us_fetch_so_many_a_day_and_no_more(connection: redis.Redis, given: GivenPictures) -> None:
    for _ in range(3):
        given.admit(1, a_day=3)
    with pytest.raises(TooManyGiven):
        given.admit(1, a_day=3)
    given.admit(2, a_day=3)
    assert 86_000 < connection.ttl(keys.of_person(1, "given-today")) <= 86_400


def test_a_style_keeps_its_pictures_when_those_it_was_made_of_are_gone(
    given: GivenPictures, styles: StyleStore, pictures: PictureStore
) -> None:
    style = styles.make("server-1", "ink", 1, [given.keep(1, b"a"), given.keep(1, b"b")])
    given.erase(1)
    assert styles.keys_of("server-1") == {"ink": style.pictures}
    assert [pictures.get(key) for key in style.pictures] == [b"a", b"b"]


def test_a_style_is_its_makers(given: GivenPictures, styles: StyleStore, pictures: PictureStore) -> None:
    a, b = given.keep(1, b"a"), given.keep(2, b"b")
    first = styles.make("server-1", "ink", 1, [a])
    with pytest.raises(StyleTaken):
        styles.make("server-1", "ink", 2, [b])
    with pytest.raises(StyleNotYours):
        styles.delete("server-1", "ink", 2)
    with pytest.raises(StyleUnknown):
        styles.delete("server-2", "ink", 1)
    assert styles.of("server-1") == {"ink": first} and pictures.exists(first.pictures[0])
    styles.make("server-1", "ink", 1, [given.keep(1, b"c")])
    assert not pictures.exists(first.pictures[0])
    styles.delete("server-1", "ink", 2, may_all=True)
    assert styles.of("server-1") == {}


def test_a_refused_style_does_not_take_the_pictures_of_another(
    given: GivenPictures, styles: StyleStore, pictures: PictureStore
) -> None:
    # Given both gave the same picture
    style = styles.make("server-1", "ink", 1, [given.keep(1, b"a")])
    with pytest.raises(StyleTaken):
        styles.make("server-1", "ink", 2, [given.keep(2, b"a")])
    assert pictures.exists(style.pictures[0])


def test_a_place_holds_so_many_styles_and_no_more(given: GivenPictures, styles: StyleStore) -> None:
    key = given.keep(1, b"a")
    for number in range(MOST):
        styles.make("server-1", f"s{number}", 1, [key])
    with pytest.raises(TooManyStyles):
        styles.make("server-1", "more", 1, [key])
    styles.make("server-1", "s3", 1, [key])
    styles.erase(1)
    assert styles.of("server-1") == {}
