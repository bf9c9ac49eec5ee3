"""Did reinforcement pay, and what does its reward see? `python benchmarks/reinforcement.py --from MODEL --out runs`

What `atelier train reinforce` made in --out against the denoiser that it began with, on captions that neither it nor
the rule that keeps or discards it has seen, from the same noise: the held-out judge's opinion with the 95 % interval of
the paired difference, the reward, and the Fréchet distance to the renders in CLIP's space. Then how well the reward
agrees with that judge among pictures of one caption, which is all that reinforcement learns from: the correlation
within groups, captions resampled.

Exits 1 where the judge's interval does not lie above 0 or the distance grew by more than a tenth.
"""

from __future__ import annotations

import argparse
import platform
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import torch  # noqa: E402
from diffusers import AutoencoderKL, UNet2DConditionModel  # noqa: E402

from benchmarks.measured.reinforcing import AGREEMENT, Easel, agreement, gained  # noqa: E402
from cli.quiet import quiet_libraries  # noqa: E402
from training.assembly import reinforcement_of  # noqa: E402
from training.checkpoint import digest  # noqa: E402
from training.evaluation.fidelity import embedded  # noqa: E402
from training.later_stages import clip_here, judge_here, painter, reward_here  # noqa: E402
from training.loop import Budget  # noqa: E402
from training.machine import found  # noqa: E402
from training.presets import NAMES, PRESETS  # noqa: E402
from training.reinforce import ReinforceStage  # noqa: E402
from training.rewards import judged  # noqa: E402
from training.sitting import Plan  # noqa: E402
from training.sizes import sized_as  # noqa: E402
from training.trajectories import Teacher  # noqa: E402

STAGE = "reinforce"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--out", type=Path, required=True, help="the training folder")
    made.add_argument("--from", dest="start", type=Path, help="the model that training went on from")
    made.add_argument("--preset", choices=NAMES, default="cpu")
    made.add_argument("--captions", type=int, default=448)
    made.add_argument("--steps", type=int, default=12)
    made.add_argument("--scales", type=float, nargs="+", default=[3.0, 1.0], help="guidance scales while painting")
    made.add_argument("--groups", type=int, default=40, help="captions for the agreement, at the last of the scales")
    made.add_argument("--group", type=int, default=8, help="pictures of each of them")
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--device", help="by default the best one")
    return made


def opened(asked: argparse.Namespace) -> tuple[Plan, Teacher, AutoencoderKL, UNet2DConditionModel]:
    """The denoiser that reinforcement began with, and what it made of it. Ends the program where there is none."""
    preset, machine = sized_as(PRESETS[asked.preset], asked.start), found(asked.device)
    plan = Plan(preset=preset, budget=Budget(0), out=asked.out, start=asked.start, machine=machine)
    teacher, vae = painter(plan, STAGE, reinforced=False)
    if (folder := reinforcement_of(teacher.unet, asked.out)) is None:
        parser().error(f"there is no reinforcement of the denoiser in {asked.out}; `atelier train reinforce` makes one")
    after = UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32).eval().to(machine.device)
    return plan, teacher, vae, after


def main() -> int:
    """Print both measurements."""
    asked = parser().parse_args()
    quiet_libraries()
    torch.set_num_threads(asked.threads)
    plan, teacher, vae, after = opened(asked)
    clip, judge, reward = clip_here(plan, STAGE), judged(judge_here(plan, STAGE)), reward_here(plan, STAGE)
    if digest(after) == digest(teacher.unet):
        print("The reinforcement was not kept: the judge liked what was before better. Both are the same denoiser.")
    print(f"{asked.captions} captions, {asked.steps} steps, {plan.machine.label} ({platform.machine()})")
    met = True
    for scale in asked.scales:
        settings = replace(plan.preset.reinforce, scale=scale, steps=asked.steps)
        stage = ReinforceStage(settings, teacher, vae, reward, judge)
        easel = Easel(stage, partial(embedded, clip))
        gain = gained(easel, teacher.unet, after, asked.captions)
        print(f"guidance scale {scale:g}: {gain}", flush=True)
        met &= gain.met
    if asked.groups:
        seen = easel.opinions(teacher.unet, AGREEMENT, asked.groups, asked.group)
        alike = agreement(seen.reward, seen.held_out, asked.group)
        print(f"reward and judge within {asked.groups} groups of {asked.group}: r = {alike}")
    print("met" if met else "missed: the judge's interval should lie above 0, the distance grow by at most a tenth")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
