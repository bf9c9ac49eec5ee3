"""What a model hears: emphasis, long prompts, multi-prompts, weird words; and that nothing of it stays behind."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from models.composing import summed
from models.emphasis import LOUDER, emphasised, plain
from models.errors import NotAble
from models.order import Chunk
from models.painting import Painter
from models.speech import parts_of
from models.weird import LARGEST_ANGLE, angle_for, turned
from models.words import hear, special, windows
from tests.models.comparing import ORDER, apart, farthest

pytestmark = pytest.mark.torch

MULTI = (Chunk("a fox", 2.0), Chunk("snow", 1.0), Chunk("night", -0.5))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a fox", [("a fox", 1.0)]),
        ("", []),
        ("a (red) fox", [("a ", 1.0), ("red", LOUDER), (" fox", 1.0)]),
        ("((red))", [("red", LOUDER**2)]),
        ("[red] fox", [("red", 1 / LOUDER), (" fox", 1.0)]),
        ("(red:1.3) fox", [("red", 1.3), (" fox", 1.0)]),
        ("(a (red:1.5) fox:.5)", [("a ", 0.5), ("red", 0.75), (" fox", 0.5)]),
        (r"a \(red\) fox", [("a (red) fox", 1.0)]),
        ("a fox :) (", [("a fox :) (", 1.0)]),
        ("at 12:30", [("at 12:30", 1.0)]),
        ("(at 12:30)", [("at 12", 10.0)]),
        ("[red:2]", [("red:2", 1 / LOUDER)]),
    ],
)
def test_emphasis_is_read_as_its_users_write_it(text: str, pieces: list[tuple[str, float]]) -> None:
    found = emphasised(text)
    assert [piece for piece, _ in found] == [piece for piece, _ in pieces]
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in pieces])


@given(st.text(alphabet="ab ()[]\\:1.5"))
def test_whatever_is_typed_has_weights_above_nothing(text: str) -> None:
    assert all(weight > 0 and piece for piece, weight in emphasised(text))
    assert not set(plain(text)) - set(text)


@given(st.text(alphabet="abc ,:0123"))
def test_without_brackets_nothing_is_a_mark(text: str) -> None:
    assert plain(text) == text


def towers(painter: Painter) -> int:
    assert painter.family
    return painter.family.towers


def test_our_ears_hear_what_the_stock_pipelines_hear(painter: Painter) -> None:
    assert painter.family
    heard, silence = hear(painter.pipeline, painter.family, ["a fox in snow", ""])
    named = dict(zip(("prompt_embeds", "negative"), ("a fox in snow", ""), strict=True))
    arguments: dict[str, Any] = {"prompt": named["prompt_embeds"], "prompt_2": None, "prompt_3": None}
    if towers(painter):
        arguments |= {"negative_prompt": "", "device": "cpu", "num_images_per_prompt": 1,
                      "do_classifier_free_guidance": True}  # fmt: skip
    kept = painter.pipeline.encode_prompt.__func__.__code__.co_varnames
    with torch.no_grad():
        stock = painter.pipeline.encode_prompt(**{name: arguments[name] for name in arguments if name in kept})
    assert torch.allclose(heard.states, stock[0], atol=1e-6)  # another batch rounds otherwise on some CPUs
    if towers(painter):
        assert torch.allclose(silence.states, stock[1], atol=1e-6)


def test_loudness_moves_its_token_and_one_leaves_all_where_it_is(painters: Callable[[str], Painter]) -> None:
    painter = painters("sdxl")
    assert painter.family
    same, louder, plainly = hear(painter.pipeline, painter.family, ["a (fox:1.0)", "a (fox:1.5)", "a fox"])
    assert torch.equal(same.states, plainly.states)
    moved = (louder.states - plainly.states).abs().amax(dim=(0, 2)) > 0
    assert moved.tolist() == [False, False, True, True, True] + [False] * (len(moved) - 5)


def test_all_words_may_be_quieter_where_that_is_heard(painter: Painter) -> None:
    plainly, quietly = (painter.paint(replace(ORDER, candidates=1, loudness=loud)) for loud in (1.0, 0.5))
    assert (apart(plainly, quietly) > 0) == bool(towers(painter))


def test_a_long_prompt_is_heard_to_its_end(painters: Callable[[str], Painter]) -> None:
    painter = painters("sd")
    assert painter.family
    room = painter.pipeline.tokenizer.model_max_length - 2
    fits, long = "a" * room, "a" * (room + 1)
    assert [len(windows(painter.pipeline.tokenizer, text)) for text in ("", fits, long)] == [1, 1, 2]
    assert not special(painter.pipeline, painter.family, [fits, ""]) and special(
        painter.pipeline, painter.family, [long]
    )
    first, second = (painter.paint(replace(ORDER, prompt=f"{fits} {end}")) for end in ("fox", "owl"))
    assert apart(first, second) > 0


SPOKEN = [
    {"chunks": MULTI}, {"weird": 800}, {"chunks": MULTI, "weird": 800, "chaos": 40, "negative_prompt": "rain"},
    {"prompt": "a (fox:1.4) in [snow]", "negative_prompt": "((rain))"}, {"prompt": "fox " * 20},
]  # fmt: skip


@pytest.mark.parametrize("more", SPOKEN, ids=str)
def test_four_at_once_equal_four_alone_and_nothing_stays_behind(painter: Painter, more: dict[str, Any]) -> None:
    before = painter.paint(replace(ORDER, candidates=1))
    order = replace(ORDER, **more)
    together = painter.paint(order)
    alone = [painter.paint(replace(order, candidates=1, offset=k))[0] for k in range(4)]
    assert farthest(together, alone) <= 2
    assert farthest(painter.paint(replace(ORDER, candidates=1)), before) == 0
    assert painter.family
    denoiser = getattr(painter.pipeline, painter.family.denoiser)
    assert not denoiser._forward_hooks and not denoiser._forward_pre_hooks


def test_one_text_of_any_weight_is_that_text(painter: Painter) -> None:
    assert farthest(painter.paint(replace(ORDER, chunks=(Chunk(ORDER.prompt, 3.0),))), painter.paint(ORDER)) == 0


def test_the_same_text_twice_is_that_text(painter: Painter) -> None:
    twice = (Chunk(ORDER.prompt, 3.0), Chunk(ORDER.prompt, 1.0))
    assert farthest(painter.paint(replace(ORDER, chunks=twice)), painter.paint(ORDER)) <= 2


def test_weights_draw_the_picture_from_one_text_to_the_other(painter: Painter) -> None:
    """With one step the picture is linear in the weights, so the way between two texts is a straight one."""
    order = replace(ORDER, steps=1)
    fox, snow = (painter.paint(replace(order, prompt=text)) for text in ("a fox", "snow"))
    mixed = [
        painter.paint(replace(order, chunks=(Chunk("a fox", weight), Chunk("snow", 1.0)))) for weight in (0.25, 4.0)
    ]
    assert apart(mixed[0], snow) < apart(mixed[0], fox)
    assert apart(mixed[1], fox) < apart(mixed[1], snow)


def test_emphasis_is_a_mark_for_clip_and_nothing_for_t5(painter: Painter) -> None:
    marked = painter.paint(replace(ORDER, prompt="a (fox:1.8) in the snow"))
    assert (apart(marked, painter.paint(ORDER)) > 0) == bool(towers(painter))


def test_what_is_not_wanted_is_a_text_where_there_is_no_guidance() -> None:
    unwanted = replace(ORDER, negative_prompt="rain")
    assert parts_of(unwanted, True) == ([Chunk(ORDER.prompt)], "rain")
    parts, negative = parts_of(replace(unwanted, chunks=MULTI), False)
    assert negative == "" and parts[-1] == Chunk("rain", -1.25)
    assert sum(part.weight for part in parts) > 0


@pytest.mark.parametrize("name", ["sd", "sdxl", "sd3"])
def test_without_guidance_what_is_not_wanted_is_heard_all_the_same(
    name: str, painters: Callable[[str], Painter]
) -> None:
    unguided = replace(ORDER, guidance_scale=1.0)
    painter = painters(name)
    assert apart(painter.paint(unguided), painter.paint(replace(unguided, negative_prompt="rain"))) > 0


@given(st.integers(0, 2), st.integers(1, 3), st.lists(st.floats(-2, 2), min_size=2, max_size=4))
def test_rows_are_added_up_by_weight_and_those_without_words_stay(
    passes: int, count: int, weights: list[float]
) -> None:
    rows = torch.randn(passes * count + len(weights) * count, 2, 3)
    answer = summed(rows, weights, count)
    assert torch.equal(answer[: passes * count], rows[: passes * count])
    expected = sum(weight * rows[passes * count + place * count :][:count] for place, weight in enumerate(weights))
    assert torch.allclose(answer[passes * count :], torch.as_tensor(expected), atol=1e-5)


def test_weights_that_sum_up_to_nothing_are_no_order() -> None:
    with pytest.raises(ValueError, match="sum up to more than 0"):
        replace(ORDER, chunks=(Chunk("a", 1.0), Chunk("b", -1.0)))


@given(st.integers(0, 3000))
def test_the_weirder_the_farther_and_nothing_louder(weird: int) -> None:
    assert 0 <= angle_for(weird) <= LARGEST_ANGLE
    draws = torch.Generator().manual_seed(0)
    words, noise = torch.randn(2, 5, 8, generator=draws), torch.randn(2, 1, 8, generator=draws)
    heard = turned(words, noise, angle_for(weird))
    assert torch.allclose(heard.norm(dim=-1), words.norm(dim=-1), rtol=1e-4)
    cosine = torch.cosine_similarity(heard, words, dim=-1)
    assert torch.allclose(cosine, torch.full_like(cosine, math.cos(angle_for(weird))), atol=1e-4)


def test_weird_pictures_stray_from_the_plain_ones_and_weirder_ones_farther(painter: Painter) -> None:
    plainly, odd, odder = (painter.paint(replace(ORDER, weird=weird)) for weird in (0, 100, 3000))
    assert 0 < apart(plainly, odd) < apart(plainly, odder)


def test_what_a_painter_cannot_is_refused_by_name_before_anything_is_painted(painter: Painter) -> None:
    wishes: dict[str, dict[str, Any]] = {
        "weights": {"chunks": MULTI}, "weird": {"weird": 5}, "seamless": {"seamless": True}, "style": {"style_code": 3},
    }  # fmt: skip
    for ability, wish in wishes.items():
        poor = replace(painter, abilities=replace(painter.abilities, **{ability: False}))
        with pytest.raises(NotAble) as refusal:
            poor.paint(replace(ORDER, **wish))
        assert refusal.value.values["ability"] == ability
