"""What a model can paint, attribute by attribute, by the word of an independent judge: `atelier evaluate --model M`.

    python -m training.evaluate --model models/storybook --json results.json

asks for scenes of every topic (`training.evaluation.questions`) in English and Chinese, paints them through stock
diffusers, and prints the shares that the judge accepts with 95 % Wilson intervals, beside what the judge is worth on
renders; then CLIP score, Fréchet distance, what the autoencoder keeps, and the captioner; at the end, each goal
that was measured (`training.evaluation.goals`). Exits 1 where a goal is missed or the judge is not fit to judge.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, DiffusionPipeline
from PIL import Image
from torch import Tensor
from transformers import CLIPModel, CLIPTokenizer

from training.data.captions import Language
from training.data.usual import plainly
from training.evaluation.arguments import parser
from training.evaluation.bench import Bench, Exam, Line, by_object
from training.evaluation.fidelity import clip_score, embedded, frechet, psnr, ssim
from training.evaluation.goals import GOALS, verdict
from training.evaluation.painting import CPU, Gallery, Manner, fingerprint, loaded, paint, regained, wishes
from training.evaluation.questions import BY_NAME
from training.evaluation.rendering import Rendered, processes_for, renderer
from training.evaluation.report import as_json, table
from training.evaluation.words import Speaker, captioned
from training.judge import load_judge
from training.judge.stage import FILE
from training.loop import contact_sheet
from training.machine import DeviceMissing
from training.machine import found as machine
from training.pictures import UNSEEN, scenes, tensors

CURVE = (4, 8, 14, 24)  #: steps
SCALES = (1.0, 2.0, 3.0, 5.0, 8.0)  #: of guidance
CEILING = 64  #: renders of a topic


@dataclass(kw_only=True)
class Session:
    """One evaluation: what is measured, how, and what came of it."""

    model: Path
    judge: Path
    topics: Sequence[str]
    languages: Sequence[Language]
    combinations: Sequence[str]
    each: int
    rounds: int
    manner: Manner
    size: int  #: pixels, the model's own
    device: torch.device
    rendered: Rendered
    student: bool = False
    unusual: bool = False  #: ask in Chinese in an unusual word order too
    gallery: Gallery | None = None  #: pictures that were painted before
    lines: list[Line] = field(default_factory=list)
    others: dict[str, Any] = field(default_factory=dict)
    pictures: list[Image.Image] = field(default_factory=list)

    def say(self, text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    @cached_property
    def bench(self) -> Bench:
        return Bench(load_judge(self.judge).to(self.device), self.rendered)

    @cached_property
    def _pipeline(self) -> DiffusionPipeline:
        return loaded(self.model, self.student, self.device)

    def painted(self, prompts: Sequence[str], manner: Manner | None = None) -> list[Image.Image]:
        """A picture for each, in the session's manner unless another is given."""
        wanted, how = wishes(prompts), manner or self.manner
        if self.gallery is not None:
            return self.gallery.complete(lambda: self._pipeline, wanted, how)
        return list(paint(self._pipeline, wanted, how))

    def attributes(self) -> None:
        """Every topic in every language, combinations that training saw and those that it did not."""
        for exam in self.exams():
            sat = self.bench.sit(exam, self.each, self.rounds, self.painted)
            self.lines += sat.lines
            self.pictures += sat.pictures[:12]
            for line in sat.lines:
                self.say(f"{exam.name:36} {line.mark:9} {line.share}   judge {line.judge.value:.1%}")
            if exam == Exam("object"):
                self.others["known"] = by_object(sat.scenes, sat.seen)

    def exams(self) -> list[Exam]:
        """In the order of the topics."""
        asking = [(language, False) for language in self.languages]
        asking += [("zh", True)] if self.unusual and "zh" in self.languages else []
        return [
            Exam(name, language, unseen, unusual)
            for name in self.topics
            for unseen in ((False, True) if BY_NAME[name].held_by else (False,))
            if ("unseen" if unseen else "seen") in self.combinations
            for language, unusual in asking
        ]

    def likeness(self) -> None:
        """CLIP score of paintings and renders, and the Fréchet distance between them."""
        clip: Any = CLIPModel.from_pretrained(self.model / "clip", dtype=torch.float32).eval().to(self.device)
        tokenizer = CLIPTokenizer.from_pretrained(self.model / "clip")
        chosen, others = (scenes(first, 4 * self.each) for first in (UNSEEN, UNSEEN + 10**6))
        prompts = [plainly(scene, "en") for scene in chosen]
        pictures = (tensors(self.painted(prompts)), self.rendered(chosen, self.size), self.rendered(others, self.size))
        painted, rendered, again = (embedded(clip, part.to(self.device)).cpu() for part in pictures)
        clip.to(CPU)  # the words are few
        self.others["likeness"] = {
            "pictures": len(chosen),
            "clip_score": clip_score(clip, tokenizer, painted, prompts),
            "clip_score_of_renders": clip_score(clip, tokenizer, rendered, prompts),
            "frechet": frechet(painted, rendered),
            "frechet_of_renders": frechet(rendered, again),
        }
        self.say(f"likeness {json.dumps(self.others['likeness'])}")

    def autoencoder(self) -> None:
        """PSNR and SSIM on unseen renders, the PSNR of previews of the same latents where the model has them, and how
        many renders the judge still finds right afterwards."""
        vae: Any = AutoencoderKL.from_pretrained(self.model / "vae", torch_dtype=torch.float32)
        pictures = self.rendered(scenes(UNSEEN, 64), self.size)
        again = regained(vae.eval().to(self.device), pictures)
        found: dict[str, float] = {"psnr": psnr(pictures, again), "ssim": ssim(pictures, again)}
        if (folder := self.model / "preview").is_dir():
            tiny: Any = AutoencoderTiny.from_pretrained(folder, torch_dtype=torch.float32)
            found["preview_psnr"] = psnr(pictures, regained(vae, pictures, tiny.eval().to(self.device)))
        self.others["autoencoder"] = found
        self.say(f"autoencoder {json.dumps(found)}")
        if (self.judge / FILE).is_file():
            found |= self.ceilings(partial(regained, vae))

    def ceilings(self, again: Callable[[Tensor], Tensor]) -> dict[str, float]:
        """How many of the renders that have a goal are right after the autoencoder."""
        found = {}
        for exam in dict.fromkeys(Exam(goal.part, unseen=goal.unseen) for goal in GOALS if goal.part in BY_NAME):
            for mark, share in self.bench.ceiling(exam, CEILING, self.size, again).items():
                found[f"ceiling_{exam.topic}_{mark}"] = share.value
                self.say(f"{exam.name:36} {mark:9} {share} of renders after the autoencoder")
        return found

    def captioner(self) -> None:
        """BLEU-4, CIDEr and things named, where the model has a captioner."""
        folder = self.model / "captioner"
        if not folder.is_dir():
            return
        speaker = Speaker(folder, self.device, self.size, self.rendered)
        for language in self.languages:
            numbers, share = captioned(speaker, 4 * self.each, language)
            self.others[f"captioner_{language}"] = numbers | {"named": share.value, "of": share.of}
            self.say(f"captioner {language}: things named {share}, {json.dumps(numbers)}")

    def steps(self) -> None:
        """Pairs by the number of steps."""
        self.curve("steps", {steps: replace(self.manner, steps=steps) for steps in CURVE})

    def scales(self) -> None:
        """Pairs by the guidance scale."""
        self.curve("scales", {scale: replace(self.manner, scale=scale) for scale in SCALES})

    def curve(self, varied: str, manners: Mapping[float, Manner]) -> None:
        """Pairs in each manner, at the same seeds."""
        self.others[varied] = {}
        for value, manner in manners.items():
            (line,) = self.bench.sit(Exam("pair"), self.each, 1, partial(self.painted, manner=manner)).lines
            self.others[varied][value] = line.share.value
            self.say(f"{varied} {value:g}: both of a pair {line.share}")


def device_for(asked: str | None) -> torch.device:
    """Where to paint and judge. Raises SystemExit where a GPU is asked for and there is none."""
    try:
        return machine(asked).device
    except DeviceMissing as error:
        parser(__doc__).error(str(error))


def session(chosen: argparse.Namespace, device: torch.device, rendered: Rendered) -> Session:
    """What the command line asks for; steps and scale are the model's own where they are not said."""
    card = json.loads((chosen.model / "card.json").read_text("utf-8"))
    steps = chosen.steps or (4 if chosen.student else card["default_steps"])
    manner = Manner(steps=steps, scale=chosen.scale or card["default_guidance_scale"])
    return Session(
        model=chosen.model, judge=chosen.judge or chosen.model / "judge", topics=chosen.topics,
        languages=chosen.languages, combinations=chosen.combinations, each=chosen.each,
        rounds=chosen.rounds, manner=manner, student=chosen.student, unusual=chosen.unusual,
        size=card["native_size"], device=device, rendered=rendered,
        gallery=Gallery(chosen.keep, fingerprint(chosen.model, chosen.student)) if chosen.keep else None,
    )  # fmt: skip


def write(chosen: argparse.Namespace, found: Session) -> None:
    """The files that the command line asks for."""
    if chosen.json:
        chosen.json.write_text(json.dumps(as_json(found.lines, found.others), indent=1) + "\n", "utf-8")
    if chosen.table:
        chosen.table.write_text(table(found.lines), "utf-8")
    if chosen.known and "known" in found.others:
        chosen.known.write_text(json.dumps(found.others["known"], indent=1) + "\n", "utf-8")
    if chosen.sheet and found.pictures:
        contact_sheet(found.pictures, 12).save(chosen.sheet)


def run(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 0, or 1 when a goal is missed or the judge is not fit to judge."""
    chosen = parser(__doc__).parse_args(arguments)
    device = device_for(chosen.device)
    with renderer(processes_for(os.cpu_count() or 1)) as rendered:
        found = session(chosen, device, rendered)
        for part in chosen.parts:
            getattr(found, part)()
    told, good = verdict(found.lines, found.others, chosen.goals)
    for sentence in told:
        found.say(sentence)
    write(chosen, found)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(run())
