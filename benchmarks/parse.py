"""How many prompts are read in a second? `python benchmarks/parse.py` (one core, seconds).

The prompts of tests/pure/vectors.toml: Midjourney's own examples, every parameter, weights, permutations and mistakes.
Each is read as the bot reads it; a permutation counts as one. Ten rounds; the best one counts, for others may have had
the core in the rest. Goal: 5,000 a second.
"""

from __future__ import annotations

import os
import platform
import sys
import time
import tomllib
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

from jobs.errors import Mistake  # noqa: E402
from jobs.plan import HIGHEST  # noqa: E402
from jobs.prompt import parse_all  # noqa: E402

ROUNDS, GOAL = 10, 5_000


def prompts() -> list[str]:
    """Every left side of the table."""
    table = tomllib.loads((ROOT / "tests" / "pure" / "vectors.toml").read_text("utf-8"))
    return [text for section in table.values() for text in section]


def seconds(texts: list[str]) -> float:
    """Of this process's core, for reading all of them once."""
    began = time.process_time()
    for text in texts:
        with suppress(Mistake):
            parse_all(text, HIGHEST)
    return time.process_time() - began


def main() -> int:
    """Print the figure; 1 when the goal is missed."""
    texts = prompts()
    seconds(texts)
    rounds = sorted(len(texts) / seconds(texts) for _ in range(ROUNDS))
    print(f"{platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    print(f"{len(texts)} prompts, {ROUNDS} rounds: {rounds[0]:,.0f} to {rounds[-1]:,.0f} a second")
    print(f"{'met' if rounds[-1] >= GOAL else 'MISSED'}: {rounds[-1]:,.0f} parses a second ({GOAL:,})")
    return 0 if rounds[-1] >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
