"""Painters over the tiny pipelines, loaded once, and one thread, so that the tests do not fight over two cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import torch

from models.card import ModelCard
from models.device import choose_device
from models.loading import load
from models.painting import Painter
from tests.models.tiny import PIPELINES, saved

OTHERS_WARNINGS = (  # numpy 2 is stricter with torch's arrays than diffusers' schedulers are prepared for
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning:diffusers.schedulers",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Warnings are errors; those of other people's modules are let pass one by one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for line in OTHERS_WARNINGS:
                item.add_marker(pytest.mark.filterwarnings(line))


@pytest.fixture(scope="package", autouse=True)
def one_thread() -> Iterator[None]:
    """OpenMP threads that wait for each other are slower than one, beside other work."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a family's tiny pipeline; its parent has a `clip` beside it."""
    return cache(lambda family: saved(family, tmp_path_factory.mktemp(family)))


@pytest.fixture(scope="session")
def painters(tiny: Callable[[str], Path]) -> Callable[[str], Painter]:
    """The painter of a family, with its CLIP, on the CPU."""

    def loaded(family: str) -> Painter:
        folder = tiny(family)
        card = ModelCard(
            name=f"tiny-{family}", source=str(folder), clip=str(folder.parent / "clip"), native_size=64, dtype="fp32"
        )
        return load(card, choose_device("cpu"))

    return cache(loaded)


@pytest.fixture(params=list(PIPELINES))
def painter(request: pytest.FixtureRequest, painters: Callable[[str], Painter]) -> Painter:
    """Every family's painter in turn."""
    return painters(request.param)
