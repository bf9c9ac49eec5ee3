"""The measurements as a table for documents and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from training.evaluation.bench import Exam, Line

_HEAD = (
    "| asked for | mark | English | Chinese | judge on renders / shuffled / by chance |\n"
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
    """A Markdown table, one row for each mark of each exam, both languages beside each other, with 95 % intervals."""
    found = {(one.exam, one.mark): one for one in lines}
    rows = dict.fromkeys((replace(exam, language="en"), mark) for exam, mark in found)
    written = []
    for exam, mark in rows:
        english, chinese = found.get((exam, mark)), found.get((replace(exam, language="zh"), mark))
        trusted = english or chinese
        assert trusted is not None
        trust = " / ".join(_percent(one.value) for one in (trusted.judge, trusted.shuffled, trusted.chance))
        doubt = "" if trusted.counts else ", does not count"
        written.append(f"| {_asked(exam)} | {mark} | {_cell(english)} | {_cell(chinese)} | {trust}{doubt} |")
    return _HEAD + "\n".join(written) + "\n"


def _asked(exam: Exam) -> str:
    unseen = ", unseen combinations" if exam.unseen else ""
    return f"{exam.topic}{unseen}{', unusual order' if exam.unusual else ''}"


def as_json(lines: Sequence[Line], others: dict[str, Any]) -> dict[str, Any]:
    """Everything that was measured."""
    return {"rows": [line.row for line in lines], **others}
