"""Captions: what is drawn is what is said, in English and in Chinese."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from training.data.captions import caption
from training.data.graph import Scene, Thing
from training.data.objects import by_key
from training.data.scene import sample
from training.data.words import COLOURS_ZH, NUMBERS_EN, NUMBERS_ZH, TIMES_EN, WEATHERS_EN

seeds = st.integers(0, 2**40)
FOX = Scene("snow", "day", (Thing("fox", 0.5, 0.6, 0.6),), 7)


def said(scene: Scene, language: str, detail: str, tries: int = 200) -> set[str]:
    return {caption(scene, Random(seed), language, detail) for seed in range(tries)}  # type: ignore[arg-type]


def test_the_first_prompts_of_everybody_are_captions() -> None:
    assert "a fox in the snow" in said(FOX, "en", "medium")
    assert "一只狐狸在雪地里" in said(FOX, "zh", "medium")
    apples = Scene("beach", "night", (Thing("apple", 0.5, 0.5, 0.8, "red", 2),), 1, style="watercolour")
    assert "two red apples on the beach at night, watercolour" in said(apples, "en", "medium", 2000)
    cats = Scene("snow", "day", (Thing("cat", 0.5, 0.5, 0.8, count=3),), 1, style="ink")
    assert "三只猫在雪地里，水墨风格" in said(cats, "zh", "medium")
    pair = Scene("meadow", "day", (Thing("fox", 0.3, 0.5, 0.4), Thing("tree", 0.7, 0.5, 0.4)), 1)
    assert "a fox to the left of a tree" in said(pair, "en", "short")
    rider = Scene("city", "day", (Thing("cat", 0.5, 0.5, 0.8, worn="sunglasses", ridden="bicycle"),), 1)
    assert "a cat wearing sunglasses riding a bicycle" in said(rider, "en", "short")
    assert "一只戴着墨镜的猫，骑着一辆自行车" in said(rider, "zh", "short")
    bird = Scene("meadow", "day", (Thing("parrot", 0.5, 0.5, 0.5),), 1, crowd="flowers")
    assert "一只五彩斑斓的鸟站在花丛中" in said(bird, "zh", "medium", 2000)
    assert "a colourful bird standing among flowers" in said(bird, "en", "short", 2000)


@given(seeds, st.sampled_from(["en", "zh"]), st.sampled_from(["short", "medium", "dense"]))
def test_captions_keep_to_one_language_and_fit(seed: int, language: str, detail: str) -> None:
    words = caption(sample(seed), Random(seed), language, detail)  # type: ignore[arg-type]
    assert language == "zh" or words.isascii()
    assert language == "en" or not any(letter.isalpha() and letter.isascii() for letter in words.replace("T恤", ""))
    assert 0 < (len(words) if language == "zh" else len(words.split())) < 60


@given(seeds, st.sampled_from(["short", "medium", "dense"]))
def test_english_captions_are_true(seed: int, detail: str) -> None:
    scene = sample(seed)
    words = f" {caption(scene, Random(seed), 'en', detail)} "  # type: ignore[arg-type]
    for table, own in ((TIMES_EN, scene.time), (WEATHERS_EN, scene.weather)):
        for key, phrases in table.items():
            assert key == own or not any(f" {phrase} " in words for phrase in phrases), words
    if any(thing.tint for thing in scene.things):
        assert any(f"{thing.tint} " in words for thing in scene.things if thing.tint), words
    for thing in scene.things:
        if thing.count > 1:
            assert NUMBERS_EN[thing.count] in words or str(thing.count) in words


@given(seeds)
def test_chinese_captions_are_true(seed: int) -> None:
    scene = sample(seed)
    words = caption(scene, Random(seed), "zh", "medium")
    for thing in scene.things:
        assert not thing.tint or COLOURS_ZH[thing.tint] in words
        if thing.count > 1:
            measure = by_key()[thing.key].measure
            assert NUMBERS_ZH[thing.count] + measure in words or str(thing.count) + measure in words


def test_what_is_not_as_usual_is_nearly_always_told() -> None:
    scene = Scene("meadow", "night", (Thing("fox", 0.5, 0.5, 0.5),), 1, style="oil")
    told = [caption(scene, Random(seed), "en") for seed in range(400)]
    assert sum("oil" in words for words in told) > 360
    assert sum("night" in words or "moon" in words for words in told) > 360


def test_left_and_right_are_said_as_they_are_drawn() -> None:
    pair = (Thing("fox", 0.27, 0.6, 0.4), Thing("apple", 0.73, 0.6, 0.4))
    for words in said(Scene("snow", "day", pair, 1), "en", "medium"):
        if "fox on the left" in words:
            assert "on the right" in words.split("fox on the left and a")[1]
        if " right of a" in words and "fox" in words:
            assert words.index("fox") > words.index("right of")


def test_a_word_order_is_kept_for_evaluation() -> None:
    usual = said(FOX, "zh", "medium", 2000)
    unusual = {caption(FOX, Random(seed), "zh", "medium", unusual=True) for seed in range(200)}
    assert "有一只狐狸在雪地里" in unusual and not usual & unusual


def test_names_come_from_unicode_in_both_languages() -> None:
    assert "lady beetle" in by_key()["ladybug"].en
    assert "瓢虫" in by_key()["ladybug"].zh
    assert by_key()["mouse"].plural == "mice" and by_key()["strawberry"].plural == "strawberries"
