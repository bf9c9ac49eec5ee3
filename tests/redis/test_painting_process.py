"""The worker process as it is started, with a tiny model: its job is painted, and SIGTERM ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis

pytest.importorskip("torch")

from jobs.fleet import Fleet
from jobs.line import Line
from jobs.records import State
from jobs.requests import PaintRequest
from tests.models.tiny import saved
from tests.redis.making import record

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore::FutureWarning:diffusers")]

PROGRAM = """
import os
from jobs.settings import SharedSettings
from worker.gpu.run import run
from worker.settings import WorkerSettings
run(WorkerSettings.from_env(os.environ), SharedSettings.from_env(os.environ))
"""


def wait(line: Line, job: str, state: State, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while line.ledger.get(job).state is not state:  # type: ignore[arg-type]
        assert time.monotonic() < deadline, line.ledger.get(job)  # type: ignore[arg-type]
        time.sleep(0.1)


def test_a_worker_process_warms_up_paints_and_leaves(redis_url: str, connection: redis.Redis, tmp_path: Path) -> None:
    source = saved("sd", tmp_path)
    models_file = tmp_path / "models.toml"
    models_file.write_text(f'[tiny]\nsource = "{source}"\nnative_size = 64\nmultiple = 16\n')
    line = Line(connection, time.time)
    asked = record(created_at=time.time())
    request = PaintRequest.model_validate({**asked.request.model_dump(), "model": "tiny"})
    asked = asked.model_copy(update={"request": request})
    assert line.accept(asked) and line.submit(asked)
    env = {
        **os.environ,
        "REDIS_URL": redis_url,
        "ATELIER_PICTURES": str(tmp_path / "pictures"),
        "ATELIER_MODELS_FILE": str(models_file),
        "ATELIER_DEVICE": "cpu",
        "ATELIER_TORCH_THREADS": "1",
    }
    with subprocess.Popen([sys.executable, "-c", PROGRAM], env=env, stderr=subprocess.PIPE) as process:
        wait(line, asked.id, State.RENDERED, seconds=120)
        (status,) = Fleet(connection, time.time).workers()
        assert status.model == "tiny" and status.pid == process.pid
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert Fleet(connection, time.time).workers() == []
