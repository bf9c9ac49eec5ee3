"""The settings that several programs share, parsed once from a mapping by the composition roots in `cli/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field

from jobs.requests import Frozen


class EnvironmentSettings(Frozen):
    """Settings whose fields are read from upper-case names with a prefix, e.g. `ATELIER_PICTURES`."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Take each field from `ATELIER_<FIELD>`, or from `<FIELD>` where that name is the field's own standard
        (`REDIS_URL`, `DISCORD_TOKEN`). Empty values count as unset. Raises `pydantic.ValidationError`."""
        found = {}
        for name in cls.model_fields:
            value = env.get(f"ATELIER_{name.upper()}") or env.get(name.upper())
            if value:
                found[name] = value
        return cls.model_validate(found)


class SharedSettings(EnvironmentSettings):
    """Where the programs meet."""

    redis_url: str = "redis://localhost:6379/0"
    pictures: str = ".atelier/pictures"  #: a folder, or an fsspec address such as s3://bucket/prefix
    models_file: Path | None = None  #: TOML; without it only the embedded model is offered
    storybook: Path = Path(__file__).resolve().parent.parent / "models" / "storybook"
    running_cap: int = Field(default=3, ge=1)  #: jobs of one person on workers at once
    waiting_cap: int = Field(default=10, ge=1)  #: jobs of one person in line at once
