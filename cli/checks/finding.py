"""What a check found, and how to repair it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How bad it is; `FATAL` means that people would not get their pictures."""

    GOOD = "good"
    WARNING = "warning"
    FATAL = "fatal"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    subject: str
    grade: Grade
    detail: str
    repair: str = ""


def good(subject: str, detail: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, Grade.GOOD, detail)


def warning(subject: str, detail: str, repair: str) -> Finding:
    """It works, but not as well or as safely as it could."""
    return Finding(subject, Grade.WARNING, detail, repair)


def fatal(subject: str, detail: str, repair: str) -> Finding:
    """It does not work until this is repaired."""
    return Finding(subject, Grade.FATAL, detail, repair)


def skipped(subject: str, why: str) -> Finding:
    """Could not be looked at."""
    return Finding(subject, Grade.SKIPPED, why)
