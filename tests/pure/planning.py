"""Two models, kept pictures, and a prompt planned with them: for the tests of `jobs.plan`."""

from __future__ import annotations

from typing import Any

from jobs.catalog import Catalog, ModelEntry
from jobs.plan import picture_source, plan
from jobs.preferences import Preferences
from jobs.prompt import parse
from jobs.requests import JobId, PaintRequest

PARENT = JobId("cd" * 16)
HEX = ["ab" * 8, "cd" * 8, "ef" * 8, "01" * 8, "23" * 8, "45" * 8]
KEYS = [f"given/{each}.png" for each in HEX]
KEPT = {picture_source(key): key for key in KEYS}
ENTRY = ModelEntry(
    name="storybook", title="Storybook", source="x", native_size=128, multiple=16, max_pixels=65536, clip="c",
    languages=("en", "zh"),
)  # fmt: skip
BLIND = ModelEntry(name="blind", title="Blind", source="y")
CATALOG = Catalog(models=(ENTRY, BLIND), default="storybook")


def request_of(text: str, **preferences: Any) -> PaintRequest:
    (request,) = plan(parse(text), Preferences(**preferences), CATALOG, lambda: 7, kept=KEPT).requests
    return request
