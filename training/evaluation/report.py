"""The measurements as a table for documents and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.evaluation.bench import Line, goal_of

_HEAD = (
    "| asked for | mark | English | Chinese | judge on renders / shuffled |\n"
    "|---|---|---|---|---|\n"
)  # fmt: skip


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _cell(line: Line | None) -> str:
    if line is None:
        return ""
    low, high = line.share.interval()
    return f"{_percent(line.share.value)} ({_percent(low)[:-2]} to {_percent(high)}, n {line.share.of})"


def table(lines: Sequence[Line]) -> str:
    """A Markdown table, one row for each topic and mark, with 95 % intervals."""
    found = {(one.exam.topic, one.exam.unseen, one.mark, one.exam.language): one for one in lines}
    rows = dict.fromkeys((topic, unseen, mark) for topic, unseen, mark, _ in found)
    written = []
    for topic, unseen, mark in rows:
        english, chinese = (found.get((topic, unseen, mark, language)) for language in ("en", "zh"))
        trusted = english or chinese
        assert trusted is not None
        trust = f"{_percent(trusted.judge.value)} / {_percent(trusted.shuffled.value)}"
        doubt = "" if trusted.counts else ", does not count"
        asked = f"{topic}, unseen combinations" if unseen else topic
        written.append(f"| {asked} | {mark} | {_cell(english)} | {_cell(chinese)} | {trust}{doubt} |")
    return _HEAD + "\n".join(written) + "\n"


def verdict(lines: Sequence[Line]) -> tuple[list[str], bool]:
    """Each goal as a sentence, and whether all those of a CPU-trained model were reached by a judge that counts."""
    told, good = [], True
    for line in lines:
        goals = goal_of(line)
        if goals is None or line.exam.language != "en":
            continue
        reached = line.share.value >= goals[0] and line.counts
        good &= reached
        judge = "" if line.counts else f" (the judge is right on {line.judge.value:.0%} of renders: not fit)"
        told.append(f"{line.exam.name}, {line.mark}: goal {goals[0]:.0%}, {'reached' if reached else 'missed'}{judge}")
    return told, good


def as_json(lines: Sequence[Line], others: dict[str, Any]) -> dict[str, Any]:
    """Everything that was measured."""
    return {"rows": [line.row for line in lines], **others}
