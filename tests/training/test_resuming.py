"""An interruption changes nothing: a stage that is called again ends in the very state of one that went through."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from training import checkpoint
from training.checkpoint import State
from training.data.render import FONT
from training.loop import Budget
from training.presets import TOY
from training.sitting import Plan
from training.stages import STAGES

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]
LEARNING = [name for name in STAGES if name != "export"]
FIRST = 3  #: steps of the first sitting: none is in its last 0.3, where the rate would fall earlier than in a whole run


@pytest.fixture(scope="module")
def out(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the folder in which every stage has gone through."""
    return shutil.copytree(trained, tmp_path_factory.mktemp("resuming") / "out")


def state_of(folder: Path, stage: str) -> State:
    state = checkpoint.load(folder / stage / "checkpoint.pt")
    assert state is not None
    return state


@pytest.mark.parametrize("stage", LEARNING)
def test_an_interrupted_stage_ends_in_the_same_state(stage: str, trained: Path, out: Path) -> None:
    torch.set_num_threads(1)
    shutil.rmtree(out / stage)
    for steps in (FIRST, TOY.steps):
        STAGES[stage](Plan(preset=TOY, budget=Budget(steps=steps), out=out))
        assert state_of(out, stage).step == steps
    whole, parts = state_of(trained, stage), state_of(out, stage)
    for kept, again in ((whole.model, parts.model), (whole.ema, parts.ema)):
        assert kept.keys() == again.keys()
        assert [name for name in kept if not torch.equal(kept[name], again[name])] == []
    for row, moments in whole.optimizer["state"].items():
        assert all(torch.equal(value, parts.optimizer["state"][row][name]) for name, value in moments.items())
