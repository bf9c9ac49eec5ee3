"""The goals of an evaluation, and what a judge's word is worth."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from training.data.graph import Scene
from training.evaluation.bench import Exam, Line
from training.evaluation.goals import GOALS, verdict
from training.evaluation.questions import BY_NAME, TOPICS, asked
from training.evaluation.report import as_json, table
from training.evaluation.share import Share
from training.evaluation.trust import truly, worths
from training.judge import Seen, Sighting, marks
from training.judge.tables import OBJECTS

pytestmark = pytest.mark.torch


def line(right: int, judge: int = 99, exam: Exam = Exam("object")) -> Line:  # noqa: B008
    return Line(exam, "object", Share(right, 100), Share(judge, 100), Share(1, 100))


def reached(*lines: Line, goals: str = "cpu", **others: dict[str, float]) -> bool:
    return verdict(lines, others, goals)[1]  # type: ignore[arg-type]


def test_goals_are_missed_by_weak_models_and_by_judges_that_are_not_fit() -> None:
    assert reached(line(70)) and not reached(line(69))
    assert reached(line(95), goals="gpu") and not reached(line(94), goals="gpu")
    (told,), good = verdict([line(99, judge=90)], {}, "cpu")
    assert not good and "MISSED" in told and "right on 90% of renders, needed 95%" in told


def test_every_sentence_says_what_was_measured_and_the_goal() -> None:
    (told,), _ = verdict([line(71)], {}, "cpu")
    assert told == "object, seen, en, object: 71/100 = 71.0% (61.5% to 79.0%), goal 70.0%, reached"


def test_chinese_may_be_five_points_behind_and_before_at_will() -> None:
    for chinese, good in ((75, True), (74, False), (100, True)):
        assert reached(line(80), line(chinese, exam=Exam("object", "zh"))) is good
    assert reached(line(80), line(0, exam=Exam("object", "zh", unusual=True)))  # has no goal
    assert reached(line(0, exam=Exam("object", "zh")))  # nothing to compare it with


def test_what_needs_no_judge_has_goals_too() -> None:
    assert reached(autoencoder={"psnr": 26.0}) and not reached(autoencoder={"psnr": 29.9}, goals="gpu")
    told, good = verdict([], {"captioner_en": {"named": 0.9}, "captioner_zh": {"named": 0.64}}, "cpu")
    assert told[0].endswith("reached") and told[1] == "captioner_zh, named: 64.0%, goal 65.0%, MISSED" and not good
    assert reached(likeness={"frechet": 1.0}) and reached()


def test_goals_are_of_marks_that_exist() -> None:
    for goal in GOALS:
        assert goal.cpu < goal.gpu and (goal.part not in BY_NAME or goal.number in BY_NAME[goal.part].marks)


def test_the_table_and_the_rows_tell_exams_apart() -> None:
    lines = [line(71), line(80, exam=Exam("object", "zh")), line(50, exam=Exam("object", "zh", unusual=True))]
    usual, unusual = table(lines).splitlines()[2:]
    worth = "| 99 % / 1 % / 0 % |"
    assert usual == f"| object | object | 71 % (61 to 79 %, n 100) | 80 % (71 to 87 %, n 100) {worth}"
    assert unusual == f"| object, unusual order | object |  | 50 % (40 to 60 %, n 100) {worth}"
    rows = as_json(lines, {})["rows"]
    assert [(row["language"], row["unusual"], row["chance"]) for row in rows] == [
        ("en", False, 0.0), ("zh", False, 0.0), ("zh", True, 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_judge_that_never_errs_counts(topic: object) -> None:
    name: str = topic.name  # type: ignore[attr-defined]
    chosen = asked(BY_NAME[name], 280)
    found = worths(chosen, [truly(scene) for scene in chosen])
    for mark in BY_NAME[name].marks:
        assert found[mark].judge.value == 1 and found[mark].shuffled == found[mark].chance
        assert Line(Exam(name), mark, Share(0, 0), *found[mark]).counts


def all_things(scene: Scene) -> Seen:
    """Every thing that there is, wherever it may stand, far and near, in the dress that was asked for."""
    thing, spots = scene.things[0], list(product((0.1, 0.5, 0.9), (0.1, 0.5, 0.9), (0.1, 0.9)))
    everywhere = [Sighting(key, None, thing.worn, x, y, edge, 0.9) for key in OBJECTS for x, y, edge in spots]
    return replace(truly(scene), things=tuple(everywhere))


@pytest.mark.parametrize("name", ["pair", "position", "dress"])
def test_a_judge_that_sees_everything_everywhere_does_not_count(name: str) -> None:
    chosen = asked(BY_NAME[name], 60)
    mark, seen = BY_NAME[name].marks[0], [all_things(scene) for scene in chosen]
    assert all(marks(scene, one)[mark] for scene, one in zip(chosen, seen, strict=True))
    worth = worths(chosen, seen)[mark]
    assert worth.judge.value == 1 and not Line(Exam(name), mark, Share(0, 0), *worth).counts


def test_to_accept_is_not_to_know() -> None:
    """Of twenty places one render in twenty is right for another's scene; who accepts two in five guesses."""
    fit = Line(Exam("place"), "place", Share(0, 0), Share(97, 100), Share(6, 100), Share(5, 100))
    assert fit.counts
    assert not replace(fit, shuffled=Share(40, 100)).counts  # though that is less than half of 97 %
    assert not replace(fit, judge=Share(100, 100), shuffled=Share(100, 100)).counts
    assert not replace(fit, judge=Share(94, 100)).counts
