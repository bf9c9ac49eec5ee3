"""What every family must do, on the tiny pipelines: the same stories for all of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
import torch

from models.errors import GuidanceRefused, SizeRefused, Stopped
from models.order import StepSeen
from models.painting import Painter
from models.ranking import scores_of
from tests.models.comparing import ORDER, apart, farthest, sharpness

pytestmark = pytest.mark.torch


@contextmanager
def counted(painter: Painter) -> Iterator[list[int]]:
    """Counts the calls of the denoiser: what painting costs."""
    assert painter.family
    calls: list[int] = []
    denoiser = getattr(painter.pipeline, painter.family.denoiser)
    handle = denoiser.register_forward_hook(lambda *_: calls.append(1))
    try:
        yield calls
    finally:
        handle.remove()


def test_it_paints_four_different_pictures_of_the_size_that_was_asked(painter: Painter) -> None:
    pictures = painter.paint(replace(ORDER, width=96))
    assert [picture.size for picture in pictures] == [(96, 64)] * 4
    assert [picture.info["candidate"] for picture in pictures] == [0, 1, 2, 3]
    assert all(apart([pictures[0]], [other]) > 5 for other in pictures[1:])


def test_a_seed_gives_the_same_pictures_again_and_another_seed_others(painter: Painter) -> None:
    first, again, other = (painter.paint(replace(ORDER, seed=seed)) for seed in (3, 3, 4))
    assert farthest(first, again) == 0
    assert apart(first, other) > 5


@pytest.mark.parametrize("more", [{}, {"clip_guidance": 0.7}, {"chaos": 60}, {"negative_prompt": "rain"}], ids=str)
def test_four_at_once_equal_four_alone(painter: Painter, more: dict[str, float]) -> None:
    """Rule 8: within 2/255 in fp32, however a batch was put together."""
    order = replace(ORDER, **more)
    together = painter.paint(order)
    alone = [painter.paint(replace(order, candidates=1, offset=k))[0] for k in range(4)]
    assert farthest(together, alone) <= 2


def test_each_step_can_be_looked_at_and_the_last_look_is_the_picture(painter: Painter) -> None:
    looks, seen = [], []

    def look(step: StepSeen) -> None:
        seen.append((step.index, step.total))
        looks.append(step.preview())

    pictures = painter.paint(ORDER, look)
    assert seen == [(index, 6) for index in range(6)]
    assert all(len(previews) == 4 for previews in looks)
    assert farthest(looks[-1], pictures) <= 2  # the last predicted clean latents are the result
    assert apart(looks[0], pictures) > apart(looks[-2], pictures)  # and they come nearer on the way


def test_stopping_half_way_costs_half_and_shows_the_predicted_clean_picture_softer(painter: Painter) -> None:
    looks = []
    with counted(painter) as whole:
        painter.paint(ORDER, lambda step: looks.append(step.preview()))
    with counted(painter) as half:
        stopped = painter.paint(replace(ORDER, stop_percent=50))
    assert len(half) == len(whole) / 2
    assert 0 < apart(stopped, looks[2]) < apart(stopped, looks[0])
    assert sharpness(stopped) < sharpness(looks[2])


def test_a_subtle_variation_stays_nearer_than_a_strong_one(painter: Painter) -> None:
    tile = painter.paint(replace(ORDER, candidates=1))[0]
    subtle, strong = (painter.vary(replace(ORDER, seed=9), tile, strength) for strength in ("subtle", "strong"))
    assert 0 < apart(subtle, [tile] * 4) < apart(strong, [tile] * 4)
    assert apart([subtle[0]], [subtle[1]]) > 1


def test_a_variation_keeps_its_seed_too(painter: Painter) -> None:
    tile = painter.paint(replace(ORDER, candidates=1))[0]
    together = painter.vary(replace(ORDER, seed=9), tile, "strong")
    alone = painter.vary(replace(ORDER, seed=9, candidates=1, offset=2), tile, "strong")
    assert farthest([together[2]], alone) <= 2


def test_guidance_makes_clip_find_the_words_better(painter: Painter) -> None:
    """Paired by seed and candidate, so that nothing but the guidance differs."""
    assert painter.clip
    gains = []
    for seed in range(3):
        order = replace(ORDER, seed=seed)
        plain, guided = painter.paint(order), painter.paint(replace(order, clip_guidance=1.0))
        before, after = (scores_of(painter.clip, order.prompt, pictures) for pictures in (plain, guided))
        gains += [later - earlier for earlier, later in zip(before, after, strict=True)]
    assert np.mean(gains) > 0.01
    assert np.mean(gains) > 3 * np.std(gains) / len(gains) ** 0.5  # three standard errors above nothing


def test_of_more_candidates_the_best_four_come_back(painter: Painter) -> None:
    assert painter.clip
    order = replace(ORDER, candidates=6)
    everything = painter.paint(order)
    scores = scores_of(painter.clip, order.prompt, everything)
    kept = painter.paint(replace(order, candidates=4, rank_from=6))
    best = sorted(sorted(range(6), key=lambda place: -scores[place])[:4])
    assert [picture.info["candidate"] for picture in kept] == best


def test_chaos_brings_the_candidates_off_their_way_and_more_of_it_farther(painter: Painter) -> None:
    tame, lively, wild = (painter.paint(replace(ORDER, chaos=chaos)) for chaos in (0, 20, 100))
    assert 0 < apart(tame, lively) < apart(tame, wild)


def test_a_negative_prompt_is_heard(painter: Painter) -> None:
    assert painter.abilities.negative_prompt
    assert apart(painter.paint(ORDER), painter.paint(replace(ORDER, negative_prompt="rain"))) > 0


def test_a_painting_can_be_stopped_between_steps_and_the_painter_goes_on_as_before(painter: Painter) -> None:
    before = inspect.signature(painter.pipeline.scheduler.step)
    first = painter.paint(ORDER)

    def stop(step: StepSeen) -> None:
        if step.index == 2:
            raise Stopped

    with counted(painter) as calls, pytest.raises(Stopped):
        painter.paint(replace(ORDER, clip_guidance=1.0, chaos=50), stop)
    assert len(calls) == 3
    assert "step" not in vars(painter.pipeline.scheduler)
    assert inspect.signature(painter.pipeline.scheduler.step) == before
    assert farthest(painter.paint(ORDER), first) == 0


def test_without_a_clip_guidance_and_ranking_are_refused_with_the_reason(painter: Painter) -> None:
    blind = replace(painter, clip=None, abilities=replace(painter.abilities, clip_guidance=False, ranking=False))
    for wish in ({"clip_guidance": 0.5}, {"rank_from": 8}):
        with pytest.raises(GuidanceRefused, match="names no CLIP"):
            blind.paint(replace(ORDER, **wish))


@pytest.mark.parametrize("size", [(60, 64), (64, 68), (4096, 4096)], ids=str)
def test_a_size_that_cannot_be_painted_is_refused(painter: Painter, size: tuple[int, int]) -> None:
    with pytest.raises(SizeRefused) as refusal:
        painter.paint(replace(ORDER, width=size[0], height=size[1]))
    assert refusal.value.values["multiple"] == painter.multiple


def test_progress_counts_all_batches_and_shows_all_tiles(painter: Painter) -> None:
    small = replace(painter, card=replace(painter.card, max_batch=3))
    seen = []
    pictures = small.paint(ORDER, lambda step: seen.append((step.index, step.total, step.preview())))
    assert [index for index, _, _ in seen] == list(range(12))
    assert {total for _, total, _ in seen} == {12}
    assert [len(previews) for _, _, previews in seen] == [4] * 12
    assert farthest(seen[-1][2], pictures) <= 2


def test_weights_are_frozen_and_the_global_generator_is_left_alone(painter: Painter) -> None:
    state = torch.get_rng_state()
    painter.paint(replace(ORDER, clip_guidance=0.5, candidates=1))
    assert torch.equal(torch.get_rng_state(), state)
    parts = [part for part in painter.pipeline.components.values() if isinstance(part, torch.nn.Module)]
    assert not any(parameter.requires_grad for part in parts for parameter in part.parameters())
