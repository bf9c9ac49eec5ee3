"""Words for pictures, and what words are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from transformers import AutoTokenizer, CLIPVisionConfig, GPT2Config, VisionEncoderDecoderConfig
from transformers import VisionEncoderDecoderModel as Told

from models.captioner import Captioner, load_captioner, tidy
from models.card import Words
from models.describe import describe, squared
from models.errors import NotAble, NothingToSay
from models.painting import Painter
from models.shorten import Weighed, shorter, weigh
from tests.models.test_looks import drawing

pytestmark = pytest.mark.torch

WORDS = Words(
    objects=tuple({"en": (en,), "zh": (zh,)} for en, zh in (("fox", "狐狸"), ("cat", "猫"), ("boat", "船"))),
    places=({"en": ("in the snow",), "zh": ("雪地里",)}, {"en": ("by the sea",), "zh": ("海边",)}),
    others=({"en": ("at night",), "zh": ("夜晚",)},),
)


@pytest.mark.parametrize("seeing", [True, False])
def test_every_word_is_weighed_against_the_strongest(painter: Painter, seeing: bool) -> None:
    painter = painter if seeing else replace(painter, clip=None)
    text = "a very red fox, in the deep snow"
    found = weigh(painter, text)
    assert (
        [text[word.start : word.end] for word in found]
        == [word.text for word in found]
        == text.replace(",", "").split()
    )
    assert max(word.worth for word in found) == pytest.approx(1) and all(0 <= word.worth <= 1 for word in found)
    assert weigh(painter, text) == found
    prompts = shorter(text, found)
    assert len(prompts) == 5 and all(len(a) > len(b) for a, b in pairwise(prompts))
    assert [word.text for word in weigh(painter, "一只狐狸, fox")] == [*"一只狐狸", "fox"]


def test_an_unknown_family_is_not_weighed(painters: Callable[[str], Painter]) -> None:
    with pytest.raises(NotAble):
        weigh(replace(painters("sd"), family=None, clip=None), "a fox")


@given(
    st.lists(
        st.tuples(st.sampled_from(["fox", "red", "a", "狐", "狸", "snow"]), st.floats(0, 1)), min_size=2, max_size=12
    )
)
def test_shorter_prompts_hold_the_words_that_count_in_their_order(words: list[tuple[str, float]]) -> None:
    text, weighed = "", []
    for word, worth in words:
        weighed.append(Weighed(word, len(text), len(text) + len(word), worth))
        text += f"{word} "
    prompts = shorter(text, weighed)
    assert prompts and len(prompts) <= 5
    letters = [prompt.replace(" ", "") for prompt in prompts]
    whole = text.replace(" ", "")
    for one in letters:
        rest = iter(whole)
        assert all(letter in rest for letter in one) and len(one) < len(whole)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_known_words_are_found_by_clip(painters: Callable[[str], Painter], language: str) -> None:
    painter = painters("sd")
    knowing = replace(painter, card=replace(painter.card, words=WORDS))
    first, again, other = (describe(knowing, drawing(64), language, seed) for seed in (1, 1, 2))
    assert first == again and len(first) == len(set(first)) == 4 == len(other)
    names = [term[language][0] for term in WORDS.objects]
    assert all(any(name in text for name in names) for text in first)


def test_who_knows_no_words_says_so(painters: Callable[[str], Painter]) -> None:
    with pytest.raises(NothingToSay):
        describe(painters("sd"), drawing(64), "en", 1)


def test_a_captioner_is_asked_first(
    painters: Callable[[str], Painter], tiny: Callable[[str], Path], tmp_path: Path
) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tiny("sd") / "tokenizer")
    eyes = CLIPVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=32, patch_size=16
    )
    words = GPT2Config(
        vocab_size=len(tokenizer), n_positions=64, n_embd=16, n_layer=1, n_head=2, add_cross_attention=True,
        is_decoder=True, bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    torch.manual_seed(0)
    model = Told(config=VisionEncoderDecoderConfig.from_encoder_decoder_configs(eyes, words))
    for config in (model.config, model.generation_config):
        config.decoder_start_token_id, config.pad_token_id = tokenizer.bos_token_id, tokenizer.eos_token_id
        config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.min_length = 8  # untrained, it would say nothing at all
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    captioner = load_captioner(tmp_path, "cpu")
    assert isinstance(captioner, Captioner)
    telling = replace(painters("sd"), captioner=captioner)
    assert describe(telling, drawing(64), "en", 3) == describe(telling, drawing(64), "en", 3)
    said = captioner.captions(drawing(64), "en", 3, seed=3, temperature=1.0)
    assert telling.clip and describe(telling, drawing(64), "en", 3)[0] == said[0], "CLIP orders what comes after it"
    assert len(said) == 3 and said[0] == captioner.captions(drawing(64), "en", 1, seed=9, temperature=1.0)[0]


@given(st.integers(1, 600), st.integers(1, 600))
def test_of_what_is_too_long_half_is_cut_off_and_to_what_is_too_short_half_is_added(width: int, height: int) -> None:
    found = squared(Image.new("RGB", (width, height), (9, 8, 7)))
    assert found.size == (round((width * height) ** 0.5),) * 2
    assert found.getcolors() == [(found.width * found.height, (9, 8, 7))], "edges go on as they are"


def test_a_square_is_left_as_it_is() -> None:
    assert squared(drawing(64)).tobytes() == drawing(64).tobytes()


@pytest.mark.parametrize(
    ("decoded", "read"),
    [
        ("a fox in the snow , at night ", "a fox in the snow, at night"),
        ("一幅画 ， 夜晚 ， 一只狐 狸", "一幅画，夜晚，一只狐狸"),
        ("the fox 's den", "the fox 's den"),
    ],
)
def test_a_caption_reads_as_people_write(decoded: str, read: str) -> None:
    assert tidy(decoded) == read
