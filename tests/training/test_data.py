"""The renderer and its words: what is asked for is what is drawn and what is said."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data.captions import caption
from training.data.objects import by_key, objects
from training.data.places import TIMES, paint, places
from training.data.render import FONT, FontMissing, glyph, pixels, render
from training.data.scene import HEAD, Scene, Thing, rank, sample

seeds = st.integers(0, 2**40)
drawn = pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")


def alone(key: str, place: str = "snow", tint: str | None = None) -> Scene:
    return Scene(place, "day", (Thing(key, 0.5, 0.6, 0.6, tint),), 7)


@given(seeds)
def test_a_scene_is_a_function_of_its_seed(seed: int) -> None:
    assert sample(seed) == sample(seed)


@given(seeds)
def test_things_stand_inside_the_frame(seed: int) -> None:
    for thing in sample(seed).things:
        assert thing.x - thing.size / 2 >= 0 and thing.x + thing.size / 2 <= 1
        assert thing.y - thing.size / 2 >= 0 and thing.y + thing.size / 2 <= 1


def test_the_head_of_the_list_is_drawn_more_often() -> None:
    head = {item.key for item in objects()[:HEAD]}
    singles = [scene.things[0].key for seed in range(4000) if len((scene := sample(seed)).things) == 1]
    share = sum(key in head for key in singles) / len(singles)
    assert 0.4 < share < 0.6


@drawn
@given(seeds)
def test_equal_scenes_give_equal_pixels(seed: int) -> None:
    assert np.array_equal(pixels(render(sample(seed))), pixels(render(sample(seed))))


@drawn
def test_every_object_is_drawn_and_no_two_look_alike() -> None:
    drawings = {item.key: np.asarray(glyph(item.glyph).resize((32, 32)), dtype=float) for item in objects()}
    for key, drawing in drawings.items():
        assert drawing[..., 3].mean() > 20, f"{key} is nearly empty"
    for a, b in combinations(drawings, 2):
        assert np.abs(drawings[a] - drawings[b]).mean() > 8, f"{a} and {b}"


def test_places_are_far_apart_in_colour() -> None:
    means = {place.key: np.asarray(paint(place.key, "day", 3, 64), dtype=float).mean((0, 1)) for place in places()}
    for a, b in combinations([place.key for place in places()[:4]], 2):
        assert np.abs(means[a] - means[b]).max() > 30, f"{a} and {b}"


def test_night_is_darker_than_day() -> None:
    light = {time: np.asarray(paint("beach", time, 1, 64), dtype=float).mean() for time in TIMES}
    assert light["night"] < light["sunset"] < light["day"]


@drawn
def test_a_tint_changes_the_colour_and_keeps_the_shape() -> None:
    own, blue = (pixels(render(alone("apple", tint=tint))).astype(float) for tint in (None, "blue"))
    middle = (slice(70, 90), slice(54, 74))
    assert own[middle][..., 0].mean() > own[middle][..., 2].mean()
    assert blue[middle][..., 2].mean() > blue[middle][..., 0].mean() + 50


def test_a_missing_font_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="fonts-noto-color-emoji"):
        render(alone("fox"), font=tmp_path / "none.ttf")


def test_the_first_prompt_of_everybody_is_a_caption() -> None:
    said = {caption(alone("fox"), Random(seed), "en", "medium") for seed in range(60)}
    assert "a fox in the snow" in said
    said = {caption(alone("fox"), Random(seed), "zh", "medium") for seed in range(60)}
    assert "一只狐狸在雪地里" in said


@given(seeds, st.sampled_from(["en", "zh"]))
def test_dense_captions_name_the_place_and_keep_to_one_language(seed: int, language: str) -> None:
    scene = sample(seed)
    words = caption(scene, Random(seed), language, "dense")  # type: ignore[arg-type]
    place = next(place for place in places() if place.key == scene.place)
    assert any(phrase in words for phrase in (place.en if language == "en" else place.zh))
    assert words.isascii() == (language == "en")


def test_left_and_right_are_said_as_they_are_drawn() -> None:
    pair = (Thing("fox", 0.27, 0.6, 0.4), Thing("apple", 0.73, 0.6, 0.4))
    scene = Scene("snow", "day", pair, 1)
    for seed in range(80):
        words = caption(scene, Random(f"{seed}"), "en", "medium")
        if "fox on the left" in words:
            assert "on the right" in words.split("fox on the left and a")[1]
        if " right of a" in words and "fox" in words:
            assert "right of a fox" in words


def test_names_come_from_unicode_in_both_languages() -> None:
    assert "lady beetle" in by_key()["ladybug"].en
    assert "瓢虫" in by_key()["ladybug"].zh
    assert len({item.key for item in objects()}) == len(objects()) >= 80


def test_the_list_has_a_head_a_middle_and_a_rest() -> None:
    assert [rank(item.key) for item in objects()] == sorted(rank(item.key) for item in objects())
    assert (rank("fox"), rank("cat"), rank("snail")) == (0, 1, 2)
