"""Did reinforcement pay, and what does its reward see? `python benchmarks/reinforcement.py --from MODEL --out runs`

What `atelier train reinforce` made in --out of the denoiser, or with `--stage refine` that stage of the student,
against the net that it began with, on captions that neither it nor the rule that keeps or discards it has seen, from
the same noise: the held-out judge's opinion with the 95 % interval of the paired difference, the reward, and the
Fréchet distance to the renders in CLIP's space. Then how well the reward
agrees with that judge among pictures of one caption, which is all that reinforcement learns from: the correlation
within groups, captions resampled.

Exits 1 where the judge's interval does not lie above 0 or the distance grew by more than a tenth.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import torch  # noqa: E402
from diffusers import UNet2DConditionModel  # noqa: E402

from benchmarks.measured.reinforcing import AGREEMENT, Easel, agreement, gained  # noqa: E402
from cli.quiet import quiet_libraries  # noqa: E402
from training.assembly import reinforcement_of  # noqa: E402
from training.checkpoint import digest  # noqa: E402
from training.evaluation.fidelity import embedded  # noqa: E402
from training.later_stages import clip_here, refine_stage, reinforce_stage  # noqa: E402
from training.loop import Budget  # noqa: E402
from training.machine import device_of, found  # noqa: E402
from training.presets import NAMES, PRESETS  # noqa: E402
from training.refine import RefineStage  # noqa: E402
from training.reinforce import ReinforceStage  # noqa: E402
from training.sitting import Plan  # noqa: E402
from training.sizes import sized_as  # noqa: E402

STAGES: dict[str, Callable[[Plan], ReinforceStage | RefineStage]] = {
    "reinforce": reinforce_stage,
    "refine": refine_stage,
}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--out", type=Path, required=True, help="the training folder")
    made.add_argument("--from", dest="start", type=Path, help="the model that training went on from")
    made.add_argument("--preset", choices=NAMES, default="cpu")
    made.add_argument("--captions", type=int, default=448)
    made.add_argument("--stage", choices=tuple(STAGES), default="reinforce")
    made.add_argument("--steps", type=int, default=12, help="of the denoiser; a student has its own")
    made.add_argument("--scales", type=float, nargs="+", default=[3.0, 1.0], help="guidance scales while painting")
    made.add_argument("--groups", type=int, default=40, help="captions for the agreement, at the last of the scales")
    made.add_argument("--group", type=int, default=8, help="pictures of each of them")
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--device", help="by default the best one")
    return made


def planned(asked: argparse.Namespace) -> Plan:
    """A sitting of no length in the training folder."""
    preset = sized_as(PRESETS[asked.preset], asked.start)
    preset = replace(preset, reinforce=replace(preset.reinforce, steps=asked.steps))
    return Plan(preset=preset, budget=Budget(0), out=asked.out, start=asked.start, machine=found(asked.device))


def learnt(asked: argparse.Namespace, stage: ReinforceStage | RefineStage) -> UNet2DConditionModel:
    """What the training folder's stage has made of the net. Ends the program where there is nothing."""
    if (folder := reinforcement_of(stage.learner, asked.out, asked.stage)) is None:
        parser().error(f"nothing was made of this net in {asked.out}; `atelier train {asked.stage}` does it")
    after = UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32)
    return after.eval().to(device_of(stage.learner))


def main() -> int:
    """Print both measurements."""
    asked = parser().parse_args()
    quiet_libraries()
    torch.set_num_threads(asked.threads)
    plan = planned(asked)
    stage = STAGES[asked.stage](plan)
    before, after = stage.learner, learnt(asked, stage)
    easel = Easel(stage, partial(embedded, clip_here(plan, asked.stage)))
    if digest(after) == digest(before):
        print("The reinforcement was not kept: the judge liked what was before better. Both are the same net.")
    print(f"{asked.captions} captions, {plan.machine.label} ({platform.machine()})")
    met = True
    for scale in asked.scales:
        stage.settings = replace(stage.settings, scale=scale)
        gain = gained(easel, before, after, asked.captions)
        print(f"guidance scale {scale:g}: {gain}", flush=True)
        met &= gain.met
    if asked.groups:
        seen = easel.opinions(before, AGREEMENT, asked.groups, asked.group)
        alike = agreement(seen.reward, seen.held_out, asked.group)
        print(f"reward and judge within {asked.groups} groups of {asked.group}: r = {alike}")
    print("met" if met else "missed: the judge's interval should lie above 0, the distance grow by at most a tenth")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
