"""The judge's bench: intervals, questions, and verdicts on pictures whose content is known."""

from __future__ import annotations

import pytest
import torch

from training.data.render import FONT, render
from training.data.scene import Scene, Thing
from training.evaluate import Share, judged, questions, shares
from training.judge import OBJECTS, PLACES, subjects
from training.pictures import UNSEEN

pytestmark = pytest.mark.torch


def test_the_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval()
    assert (low, high) == pytest.approx((0.4902, 0.9433), abs=1e-3)
    assert Share(0, 10).interval()[0] == 0
    assert str(Share(80, 160)).startswith("80/160 = 50.0%")


def test_the_questions_are_the_product_in_both_languages() -> None:
    english, chinese = questions(10, 4, "en"), questions(10, 4, "zh")
    assert len(english) == len(chinese) == 40
    assert english[0].prompt == "a fox in the snow" and chinese[0].prompt == "一只狐狸在雪地里"
    assert any(asked.prompt.startswith("an apple") for asked in english)


class Oracle(torch.nn.Module):
    """Sees an apple in the snow in everything."""

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        named, placed = torch.zeros(len(pictures), len(OBJECTS)), torch.zeros(len(pictures), len(PLACES))
        named[:, OBJECTS["apple"]] = placed[:, PLACES["snow"]] = 1
        return named, placed


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_verdicts_compare_what_was_asked_with_what_is_seen() -> None:
    tile = render(Scene("snow", "day", (Thing("apple", 0.5, 0.6, 0.6),), 1))
    asked = {(a.thing.key, a.place.key): a for a in questions(10, 4, "en")}
    wanted = [asked["apple", "snow"], asked["apple", "forest"], asked["fox", "snow"], asked["fox", "space"]]
    found = shares([verdict for question in wanted for verdict in judged(Oracle(), question, [tile])])
    assert {name: share.right for name, share in found.items()} == {"object": 2, "place": 2, "both": 1}


def test_the_judge_is_examined_on_scenes_that_it_never_saw() -> None:
    exam = subjects(UNSEEN, 5000)
    assert all(len(scene.things) == 1 and scene.things[0].tint is None for scene in exam)
    assert {scene.things[0].key for scene in exam} == set(OBJECTS)
    assert {scene.place for scene in exam} == set(PLACES)
