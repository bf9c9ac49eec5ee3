"""Does stock diffusers paint as well as we do? `python benchmarks/stock.py --each 50` (the embedded model; minutes).

Prompts with pairs and positions that training never saw, painted from the same noise by stock diffusers in float32,
in a process that cannot import our code, and by the painter that the worker uses, both at the model's own steps and
guidance scale. An independent judge says which pictures are right. Printed: both shares with their 95 % intervals
(Wilson), and their difference in percentage points, paired by prompt, with its own (prompts resampled).

Exits 1 where the two differ (two-sided permutation test of the pairs, p under 0.05), or when nothing can be decided:
fewer than 20 prompts, or a judge that is not fit for a topic.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import torch  # noqa: E402
from PIL import Image  # noqa: E402

from benchmarks.measured.alike import Compared, verdict  # noqa: E402
from benchmarks.measured.asking import Question, questions  # noqa: E402
from benchmarks.measured.judged import opened, parser, plain_order, trusted  # noqa: E402
from jobs.catalog import ModelEntry  # noqa: E402
from models.painting import Painter  # noqa: E402
from models.seeds import noises  # noqa: E402
from training.judge import look, marks  # noqa: E402
from training.pictures import tensors  # noqa: E402

TOPICS = ("pair", "position")
FEW = 4  #: pictures that stock diffusers paints at once
STRANGER = """
import importlib.util, json, sys
from pathlib import Path

folder, told = Path(sys.argv[1]), json.loads(Path(sys.argv[1], "told.json").read_text("utf-8"))
sys.path += told["path"]
assert not any(importlib.util.find_spec(name) for name in ("jobs", "models", "training", "worker"))
import torch
from diffusers import DiffusionPipeline

torch.set_num_threads(told["threads"])
pipe = DiffusionPipeline.from_pretrained(told["model"]).to(told["device"])
pipe.set_progress_bar_config(disable=True)
noise, few = torch.load(folder / "noise.pt", weights_only=True), told["few"]
for start in range(0, len(noise), few):
    latents, prompts = noise[start : start + few].to(told["device"]), told["prompts"][start : start + few]
    for i, picture in enumerate(pipe(prompts, latents=latents, **told["manner"]).images, start):
        picture.save(folder / f"{i}.png")
"""  #: who knows diffusers and the model's folder only


def noise_of(painter: Painter, asking: Sequence[Question]) -> torch.Tensor:
    """What the painter begins the first candidate of each question with, (n, C, h, w) in float32."""
    config = painter.pipeline.unet.config
    shape = (config.in_channels, config.sample_size, config.sample_size)
    return torch.cat([noises(question.seed, [0], "noise", shape) for question in asking])


def stock(
    asked: argparse.Namespace, painter: Painter, entry: ModelEntry, asking: Sequence[Question]
) -> list[Image.Image]:
    """A picture of each question by stock diffusers alone. Ends the program where it cannot paint."""
    told = {
        "model": str(asked.model.resolve()), "device": painter.device.name, "threads": asked.threads, "few": FEW,
        "prompts": [question.prompt for question in asking],
        "manner": {"num_inference_steps": entry.steps, "guidance_scale": entry.guidance_scale},
        "path": [place for place in sys.path if Path(place).resolve() != ROOT],
    }  # fmt: skip
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "told.json").write_text(json.dumps(told), "utf-8")
        torch.save(noise_of(painter, asking), folder / "noise.pt")
        # -I and -S: neither this folder nor what was installed from it is found
        command = [sys.executable, "-I", "-S", "-c", STRANGER, name]
        ended = subprocess.run(command, cwd=name, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(ended.stderr)
        return [Image.open(folder / f"{i}.png").convert("RGB") for i in range(len(asking))]


def ours(painter: Painter, entry: ModelEntry, asking: Sequence[Question]) -> list[Image.Image]:
    """A picture of each question as the worker paints it."""
    orders = [plain_order(entry, 1, one.prompt, one.seed) for one in asking]
    return [picture for order in orders for picture in painter.paint(order)]


def right(judge: torch.nn.Module, asking: Sequence[Question], pictures: Sequence[Image.Image]) -> list[bool]:
    """Whether each picture shows what its question asks about."""
    seen = look(judge, tensors(pictures))
    return [marks(one.scene, found)[one.mark] for one, found in zip(asking, seen, strict=True)]


def compared(asking: Sequence[Question], theirs: Sequence[bool], own: Sequence[bool]) -> list[Compared]:
    """On each topic, and last on all of them."""
    places = {topic: [i for i, one in enumerate(asking) if one.topic == topic] for topic in TOPICS}
    places["both"] = list(range(len(asking)))
    return [Compared(name, [theirs[i] for i in of], [own[i] for i in of]) for name, of in places.items()]


def measured(asked: argparse.Namespace, painter: Painter, entry: ModelEntry) -> tuple[list[Compared], bool]:
    """What was found, and whether the judge is fit for every topic."""
    asking = list(questions(TOPICS, asked.each, asked.seed))
    theirs, own = stock(asked, painter, entry, asking), ours(painter, entry, asking)
    bench, worth = trusted(asked.judge, TOPICS, "cpu")
    for topic, line in worth.items():
        print(f"judge, {topic}: {line.judge} of renders right, {line.shuffled} of shuffled ones")
    rights = right(bench.judge, asking, theirs), right(bench.judge, asking, own)
    return compared(asking, *rights), all(line.counts for line in worth.values())


def main() -> int:
    """Print the table; 1 where the two differ or nothing can be decided."""
    asked, entry, painter = opened(parser(__doc__, each=50))
    found, fit = measured(asked, painter, entry)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {asked.threads} threads, {2 * asked.each} prompts"
    )
    print("".join(f"{text:34}" for text in ("", "stock diffusers, float32", "ours")) + "stock less ours, points")
    for line in found:
        print(line)
    sentence, met = verdict(found[-1], fit)
    print(sentence)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
