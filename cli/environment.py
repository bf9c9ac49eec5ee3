"""The environment, read once per process: `.env` in the working folder, overridden by what is exported."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values


def environment(folder: Path | None = None) -> Mapping[str, str]:
    """All settings as one mapping."""
    written = dotenv_values((folder or Path.cwd()) / ".env")
    return {**{name: value for name, value in written.items() if value is not None}, **os.environ}
