"""What the containers promise, read from their files: a Docker engine is not needed to see a hole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OURS = [name for name in COMPOSE["services"] if name != "redis"]


def stage(name: str) -> str:
    """The lines of one target."""
    return DOCKERFILE.split(f" AS {name}\n")[1].split("\nFROM ")[0]


def test_redis_is_not_published_and_keeps_what_it_acknowledged() -> None:
    redis = COMPOSE["services"]["redis"]
    assert "ports" not in redis
    command = " ".join(redis["command"])
    assert "--requirepass" in command and "--appendonly yes" in command


@pytest.mark.parametrize("name", OURS)
def test_our_services_hold_no_more_rights_than_they_need(name: str) -> None:
    service = COMPOSE["services"][name]
    assert "ports" not in service and service["read_only"] and service["cap_drop"] == ["ALL"]
    assert "REDIS_PASSWORD:?" in service["environment"]["REDIS_URL"]


def test_only_the_worker_reserves_a_gpu() -> None:
    reserved = [name for name in OURS if "deploy" in COMPOSE["services"][name]]
    assert reserved == ["worker"]


@pytest.mark.parametrize("name", ["bot", "worker"])
def test_the_images_run_as_somebody_without_rights(name: str) -> None:
    assert re.search(r"(?m)^USER atelier$", stage(name))


def test_the_bots_image_has_no_torch() -> None:
    assert "paint" not in stage("bot")


def test_every_folder_of_code_is_in_the_image() -> None:
    copied = set(re.findall(r"(?m)^COPY (\w+) \w+$", DOCKERFILE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages <= copied
