"""benchmarks/guidance.py: what it decides, and the whole of it at toy size."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.measured.arms import ARMS, PLAIN
from benchmarks.measured.asking import questions
from benchmarks.measured.finding import Found, table, verdict
from benchmarks.measured.paying import ENOUGH, Answer
from jobs.catalog import ModelEntry
from models.order import PaintOrder
from training.data.holdout import held_out
from training.data.render import FONT
from training.evaluation.bench import Exam, Line
from training.evaluation.share import Share

pytestmark = pytest.mark.torch
ROOT = Path(__file__).resolve().parents[2]
ORDER = PaintOrder(prompt="a fox", width=64, height=64, steps=2, guidance_scale=2.0, seed=3, candidates=4)


def found(paying: set[str], judge: int = 99, prompts: int = 2 * ENOUGH, **entry: float) -> Found:
    """Arms that are always right, and others that are right every second time, as plain painting is."""
    rights = [{arm.name: 1.0 if arm.name in paying else i % 2 for arm in ARMS} for i in range(prompts)]
    seconds = {arm.name: 1.0 * place for place, arm in enumerate(ARMS, start=1)}
    worth = Line(Exam("pair", "en", True), "pair", Share(0, 0), Share(judge, 100), Share(1, 100))
    return Found(
        entry=ModelEntry(name="storybook", source="here", clip="clip", **entry),  # type: ignore[arg-type]
        arms=ARMS,
        answers=[Answer("pair", right, seconds) for right in rights],
        judge={"pair": worth},
    )


def test_arms_begin_from_the_same_candidates_and_name_what_an_entry_would_say() -> None:
    assert PLAIN.order(ORDER) == ORDER
    for arm in ARMS:
        order = arm.order(ORDER)
        assert order.painted[:4] == ORDER.painted and len(order.painted) == 4 * arm.times
        assert ModelEntry(name="a", source="b", clip="c", **arm.settings).rank_from == len(order.painted)  # type: ignore[arg-type]


def test_the_default_is_the_cheapest_arm_that_pays() -> None:
    assert found({"best of 2", "best of 4"}).default.name == "best of 2"
    assert found({"best of 4", "guidance 0.5"}).default.name == "guidance 0.5"
    assert found(set()).default == PLAIN


def test_an_entry_that_says_something_else_misses() -> None:
    told, agrees = verdict(found({"best of 2"}))
    assert not agrees and "rank_from = 8" in told and "+50.0" in told
    assert verdict(found({"best of 2"}, rank_from=8))[1]
    assert verdict(found(set())) == ("met: the default should be off: plain, no arm's interval lies above 0", True)
    assert not verdict(found(set(), clip_guidance=0.5))[1]


def test_a_judge_that_is_not_fit_and_a_handful_of_prompts_decide_nothing() -> None:
    for weak in (found({"best of 2"}, judge=90), found({"best of 2"}, prompts=ENOUGH - 1)):
        told, agrees = verdict(weak)
        assert not agrees and "needed to decide" in told and weak.default == PLAIN
    assert "does not count" in table(found(set(), judge=90))


def test_questions_are_held_out_and_the_same_when_there_are_more_of_them() -> None:
    few, more = list(questions(["pair", "colour"], 2)), list(questions(["pair", "colour"], 3))
    assert more[:4] == few and len({one.seed for one in more}) == 6
    assert [held_out(one.scene) for one in few] == [{"pair"}, {"colour"}] * 2


@pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")
def test_a_toy_run_measures_the_arms_and_an_untrained_judge_decides_nothing(trained: Path, tmp_path: Path) -> None:
    program, model, judge = ROOT / "benchmarks" / "guidance.py", trained / "model", trained / "judge" / "model"
    command = [sys.executable, program, "--model", model, "--judge", judge, "--out", tmp_path, "--device", "cpu"]
    command += [
        "--topics",
        "colour",
        "--each",
        "2",
        "--tiles",
        "2",
        "--threads",
        "1",
        "--arms",
        "guidance 0.5",
        "best of 2",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=280)
    assert done.returncode == 1 and "MISSED: a judge that counts" in done.stdout, done.stdout + done.stderr
    told = json.loads((tmp_path / "guidance.json").read_text("utf-8"))
    assert {(gain["arm"], gain["prompts"]) for gain in told["gains"]} == {
        ("plain", 2),
        ("guidance 0.5", 2),
        ("best of 2", 2),
    }
    assert all(gain["time"] > 0 for gain in told["gains"]) and told["default"] == PLAIN.settings
    assert (tmp_path / "guidance.md").read_text("utf-8").count("\n| ") == 3 + 2
    ElementTree.parse(tmp_path / "guidance.svg")
