"""The judge: what it is taught, how its answers are read, and what counts as right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from training.data.graph import Scene, Thing
from training.data.render import FONT
from training.data.standing import standing
from training.judge import Judge, Seen, Sighting, by_mark, drawn, load_judge, look, marks, save_judge
from training.judge.net import Answers
from training.judge.stage import examined
from training.judge.tables import OBJECTS, TINTS, WEARS, WHOLE
from training.judge.targets import NOBODY, targets
from training.pictures import UNSEEN

pytestmark = pytest.mark.torch


class Oracle(torch.nn.Module):
    """Answers what it was taught."""

    def __init__(self, chosen: list[Scene]) -> None:
        super().__init__()
        self.wanted, self.at = targets(chosen), 0

    def forward(self, pictures: torch.Tensor) -> Answers:
        rows = slice(self.at, self.at + len(pictures))
        self.at += len(pictures)
        tables = (("thing", OBJECTS), ("tint", TINTS), ("worn", WEARS))
        cells = [self._logits(self.wanted.labels[name][rows].clamp(min=0), len(table)) for name, table in tables]
        whole = {name: self._logits(index[rows], len(WHOLE[name])) for name, index in self.wanted.whole.items()}
        heat = torch.logit(self.wanted.heat[rows].clamp(1e-4, 1 - 1e-4))
        thing, tint, worn = (logits.permute(0, 3, 1, 2) for logits in cells)
        return Answers(heat, self.wanted.edge[rows], thing, tint, worn, whole)

    @staticmethod
    def _logits(index: torch.Tensor, answers: int) -> torch.Tensor:
        return torch.nn.functional.one_hot(index, answers).float() * 10


def test_who_answers_as_taught_is_right_about_nearly_everything() -> None:
    chosen = [scene for scene in drawn(UNSEEN, 300) if scene.things]
    seen = look(Oracle(chosen), torch.zeros(len(chosen), 3, 8, 8))
    found = by_mark(chosen, seen)
    for mark in ("pair", "colour", "count", "position", "dress", "place", "time", "weather", "style", "crowd"):
        rights = found[mark]  # type: ignore[index]
        assert sum(rights) >= 0.97 * len(rights), mark


def test_every_copy_and_what_is_ridden_is_taught_where_it_stands() -> None:
    group = Scene("snow", "day", (Thing("fox", 0.5, 0.5, 0.9, count=4, tint="red"),), 7)
    assert [one.key for one in standing(group)] == ["fox"] * 4
    rider = Scene("city", "day", (Thing("cat", 0.5, 0.5, 0.8, worn="sunglasses", ridden="bicycle"),), 7)
    above, below = standing(rider)
    assert (above.key, above.worn, below.key) == ("cat", "sunglasses", "bicycle") and above.square[1] < below.square[1]
    wanted = targets([group, rider])
    assert wanted.heat[0].eq(1).sum() == 4
    near = wanted.labels["tint"][0] != NOBODY
    assert set(wanted.labels["tint"][0][near].tolist()) == {TINTS.index("red")}


def sighting(key: str, x: float = 0.5, y: float = 0.5, **other: object) -> Sighting:
    return replace(Sighting(key, None, None, x, y, 0.4, 0.9), **other)  # type: ignore[arg-type]


def saw(*things: Sighting, **whole: str) -> Seen:
    usual = {"place": "snow", "time": "day", "weather": "clear", "style": "flat", "crowd": None}
    return Seen(things, usual | whole)


FOX = Thing("fox", 0.5, 0.5, 0.5)


def test_the_surest_thing_is_the_one_that_was_asked_for() -> None:
    asked = Scene("snow", "day", (FOX,), 1)
    assert marks(asked, saw(sighting("fox")))["object"]
    assert not marks(asked, saw(sighting("dog"), sighting("fox")))["object"]
    assert not marks(asked, saw())["object"]
    assert not marks(asked, saw(sighting("fox"), place="forest"))["place"]


def test_colour_and_number_count_for_the_right_thing_alone() -> None:
    red = Scene("snow", "day", (replace(FOX, tint="red"),), 1)
    assert marks(red, saw(sighting("fox", tint="red")))["colour"]
    assert not marks(red, saw(sighting("dog", tint="red"), sighting("fox", tint="blue")))["colour"]
    three = Scene("snow", "day", (replace(FOX, count=3),), 1)
    assert marks(three, saw(*[sighting("fox")] * 3))["count"]
    assert not marks(three, saw(*[sighting("fox")] * 4))["count"]
    assert marks(three, saw(sighting("fox"), sighting("fox"), sighting("wolf")))["count"]  # a copy that looks otherwise
    assert not marks(three, saw(sighting("fox"), sighting("wolf"), sighting("wolf")))["count"]
    assert not marks(three, saw(*[sighting("fox")] * 3, sighting("wolf")))["count"]


@pytest.mark.parametrize(
    ("relation", "first", "second", "right"),
    [
        ("left", (0.3, 0.6), (0.7, 0.6), True),
        ("left", (0.7, 0.6), (0.3, 0.6), False),
        ("above", (0.5, 0.2), (0.5, 0.8), True),
        ("above", (0.5, 0.8), (0.5, 0.2), False),
        ("above", (0.45, 0.5), (0.55, 0.7), False),
        ("behind", (0.4, 0.42), (0.6, 0.7), True),
        ("behind", (0.5, 0.2), (0.5, 0.8), False),
    ],
)
def test_positions(relation: str, first: tuple[float, float], second: tuple[float, float], right: bool) -> None:
    asked = Scene("snow", "day", (FOX, Thing("dog", 0.5, 0.5, 0.4)), 1, relation=relation)  # type: ignore[arg-type]
    found = marks(asked, saw(sighting("fox", *first), sighting("dog", *second)))
    assert found["pair"] and found["position"] is right


def test_a_judge_is_kept_and_loaded(tmp_path: Path) -> None:
    judge, picture = Judge(8).half().float().eval(), torch.rand(1, 3, 64, 64) * 2 - 1
    save_judge(judge, tmp_path)
    assert torch.equal(load_judge(tmp_path)(picture).thing, judge(picture).thing)


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_who_knows_nothing_is_right_by_chance_alone() -> None:
    torch.manual_seed(1)
    found = examined(Judge(8).eval(), drawn(UNSEEN, 64))
    assert found["object"] < 0.2 and found["place"] < 0.4
