"""What does the line cost? `python benchmarks/queue.py` (a redis-server on the PATH; three minutes).

1. Enqueue to model start on an idle worker, with a real worker process: from the call of `submit` to the task's first
   line. Goal: median under 10 ms.
2. Between two jobs: what a busy worker spends from the end of one task to the first line of the next. Goal: median
   under 20 ms.
3. Claim, submit and place in line, at 1,000 and at 100,000 waiting jobs of up to 10,000 people, in one run. Goal: each
   median under 5 ms at 100,000, and no growth: at most 1.5 times the median at 1,000, or 0.1 ms more.
"""

from __future__ import annotations

import itertools
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, in which the standard library's `queue` would be this file

import redis  # noqa: E402

from jobs.caps import Caps  # noqa: E402
from jobs.fleet import Fleet  # noqa: E402
from jobs.line import Line  # noqa: E402
from jobs.records import Person, Pictures, Record, ReplyTo, job_id  # noqa: E402
from jobs.requests import JobId, Mode, PaintRequest  # noqa: E402

PEOPLE = 10_000
MODES = list(Mode)
STARTS, CALLS = 200, 500  # how often each thing is timed
START_GOAL_S, GAP_GOAL_S, CALL_GOAL_S = 0.010, 0.020, 0.005
TASKS = "benchmark:tasks"  # a list of "began ended" in perf_counter seconds, comparable between processes of one host

_interactions = itertools.count(1_100_000_000_000_000_000)


@contextmanager
def server() -> Iterator[str]:
    """A private redis-server on a socket file; its address."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"{folder}/redis.sock"
        command = ["redis-server", "--port", "0", "--unixsocket", address, "--dir", folder, "--appendonly", "yes"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while not Path(address).exists():
                time.sleep(0.02)
            yield f"unix://{address}"
            process.terminate()


def record(number: int) -> Record:
    """Person and mode by the number, so that the people's jobs and the modes are spread evenly."""
    interaction = next(_interactions)
    request = PaintRequest(
        prompt="a fox in the snow --seed 7", text="a fox in the snow", model="storybook", seed=7, width=128, height=128,
        steps=12, guidance_scale=4, mode=MODES[number % 3],
    )  # fmt: skip
    reply_to = ReplyTo(
        interaction_id=interaction, application_id=1, token="x" * 180, token_expires_at=0, channel_id=interaction + 1
    )
    person = Person(id=number % PEOPLE, name="Ada")
    return Record(id=job_id(interaction), request=request, person=person, reply_to=reply_to, created_at=time.time())


def paint_nothing(connection: redis.Redis, line: Line) -> Callable[[str], None]:
    """A task that says when it began and ended."""

    def paint(job: str) -> None:
        began = time.perf_counter()
        attempt = line.ledger.begin(JobId(job)).attempt
        line.ledger.rendered(JobId(job), attempt, Pictures())
        connection.rpush(TASKS, f"{began:.9f} {time.perf_counter():.9f}")

    return paint


def be_worker(url: str) -> None:
    """A real worker process with an empty task."""
    from worker.gpu.worker import PaintWorker, introduce

    connection = redis.Redis.from_url(url)
    line = Line(connection, time.time)
    module = ModuleType("worker.gpu.tasks")
    module.__dict__["paint"] = paint_nothing(connection, line)
    sys.modules[module.__name__] = module
    status = introduce("benchmark", "cpu", "nothing")
    PaintWorker(connection, line, Fleet(connection, time.time), status).work(logging_level="WARNING")


@contextmanager
def worker(url: str) -> Iterator[None]:
    """A worker process that paints nothing, ready for jobs."""
    fleet = Fleet(redis.Redis.from_url(url), time.time)
    with subprocess.Popen([sys.executable, __file__, "worker", url]) as process:
        while not any(one.state == "idle" for one in fleet.workers()):
            time.sleep(0.05)
        yield
        process.terminate()


def next_task(connection: redis.Redis) -> tuple[float, float]:
    """When it began and ended, in perf_counter seconds."""
    _, said = connection.blpop([TASKS], timeout=10)
    began, ended = map(float, said.split())
    return began, ended


def starts(url: str) -> list[float]:
    """Seconds from `submit` to the task's first line, on an idle worker."""
    connection = redis.Redis.from_url(url)
    line, waits = Line(connection, time.time), []
    with worker(url):
        for number in range(STARTS):
            made = record(number)
            line.accept(made)
            submitted = time.perf_counter()
            line.submit(made)
            waits.append(next_task(connection)[0] - submitted)
            time.sleep(0.02)  # RQ writes its results; then the worker is idle again
    return waits


def gaps(url: str) -> list[float]:
    """Seconds from the end of a task to the first line of the next, while jobs wait."""
    connection = redis.Redis.from_url(url)
    fill(Line(connection, time.time), STARTS)
    with worker(url):
        tasks = [next_task(connection) for _ in range(STARTS)]
    return [later[0] - earlier[1] for earlier, later in itertools.pairwise(tasks)]


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def fill(line: Line, waiting: int) -> None:
    """Put jobs into line until so many wait."""
    for number in range(line.waiting(), waiting):
        made = record(number)
        line.accept(made)
        line.submit(made)


def calls(line: Line, waiting: int) -> dict[str, list[float]]:
    """Seconds of each call while so many wait; what is claimed is finished, as a worker would."""
    fill(line, waiting)
    times: dict[str, list[float]] = {"claim": [], "submit": [], "place": []}
    for number in range(CALLS):
        made = record(number * 7)
        line.accept(made)
        times["submit"].append(timed(lambda made=made: line.submit(made)))
        times["place"].append(timed(lambda made=made: line.place(made.id)))
        began = time.perf_counter()
        job = line.claim("benchmark")
        times["claim"].append(time.perf_counter() - began)
        assert job is not None
        line.ledger.rendered(job, line.ledger.begin(job).attempt, Pictures())
    return times


def say(name: str, seconds: list[float]) -> float:
    """Print median and p99 in ms; the median in seconds."""
    p99 = quantiles(seconds, n=100)[98]
    print(f"{name:<28} median {median(seconds) * 1000:7.3f} ms   p99 {p99 * 1000:7.3f} ms   of {len(seconds)}")
    return median(seconds)


def flat(small: float, large: float) -> bool:
    """Whether the larger line costs no more, noise aside."""
    return large <= max(1.5 * small, small + 0.0001)


def main() -> int:
    """0 where every goal is met."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}")
    misses = []
    with server() as url:
        if say("submit to start", starts(url)) >= START_GOAL_S:
            misses.append("submit to start")
        if say("between two jobs", gaps(url)) >= GAP_GOAL_S:
            misses.append("between two jobs")
        line = Line(redis.Redis.from_url(url), time.time, Caps(running=3, waiting=1000))
        before = {name: say(f"{name} at 1,000", found) for name, found in calls(line, 1_000).items()}
        for name, found in calls(line, 100_000).items():
            after = say(f"{name} at 100,000", found)
            if after >= CALL_GOAL_S or not flat(before[name], after):
                misses.append(name)
    print(f"missed: {', '.join(misses)}" if misses else "all goals met")
    return 1 if misses else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        be_worker(sys.argv[2])
    else:
        sys.exit(main())
