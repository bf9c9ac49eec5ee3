"""Chinese comes to say what English says, which stays; and where what was learnt goes."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
import torch
from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from tests.training.toy import nets, tiles
from training.align import PAIRS, READS, AlignSettings, AlignStage, Reader
from training.assembly import alignment_of, loaded
from training.card import defaults_of
from training.checkpoint import digest
from training.data.captions import told_alike
from training.data.render import FONT
from training.data.scene import sample
from training.distill import student_of
from training.export import best_student, renew
from training.later_stages import align, align_stage
from training.loop import Budget, Recipe, Run
from training.pictures import generator
from training.presets import TOY
from training.sitting import Plan, StageMissing
from training.tokenizer import HAN, build
from training.trajectories import captioned

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]
SETTINGS = AlignSettings(batch=8)
RECIPE = Recipe(learning_rate=1e-3, warmup=1, ema=0.8)
STATIONS = torch.tensor([0.999, 0.75, 0.5, 0.25])


@cache
def vocabulary() -> CLIPTokenizer:
    return build()


def made(settings: AlignSettings = SETTINGS) -> AlignStage:
    """On nets that have learnt nothing, the same at every call."""
    torch.set_num_threads(1)
    toy = nets(vocabulary())
    unet = copy.deepcopy(toy.teacher.unet)
    readers = {"unet": Reader.of(unet), "student": Reader.of(student_of(unet, 32), STATIONS)}
    latents = torch.randn(24, 4, 8, 8, generator=generator(1))
    return AlignStage(settings, toy.teacher, readers, latents[:16], latents[16:], toy.vae)


def test_chinese_comes_nearer_to_what_english_says(tmp_path: Path) -> None:
    stage = made()
    before = stage.evaluate(stage.model)[0]
    run = Run(stage, RECIPE, Budget(steps=24), tmp_path)
    for _ in range(24):
        run.advance()
    run.averaged()
    after = stage.evaluate(stage.model)[0]
    for net in ("unet", "student"):
        assert before[f"{net}_en"] == 0
        assert after[f"{net}_zh"] < before[f"{net}_zh"]
        assert after[f"{net}_en"] < after[f"{net}_zh"]


def test_both_languages_are_painted_side_by_side_of_equal_noise() -> None:
    stage = made()

    painted = tiles(stage.evaluate(stage.model)[1])
    assert len(set(painted)) == 2 * len(PAIRS)
    for weight in stage.text.parameters():
        torch.nn.init.zeros_(weight)  # it says the same of all words now
    painted = tiles(stage.evaluate(stage.model)[1])
    assert len(set(painted)) == len(PAIRS) and painted[::2] == painted[1::2]


def test_the_tower_and_who_reads_it_learn_and_nothing_else() -> None:
    stage = made()
    stage.losses(0)["loss"].backward()
    for name, weight in stage.model.named_parameters():
        assert weight.requires_grad == (name.startswith("text_encoder.") or READS in name), name
    reads = [weight for name, weight in stage.model.named_parameters() if READS in name]
    assert all(weight.grad is not None for weight in reads)
    learnt = {weight.data_ptr() for weight in stage.model.parameters()}
    for frozen in (stage.before, *(reader.before for reader in stage.readers.values())):
        assert not any(weight.requires_grad or weight.data_ptr() in learnt for weight in frozen.parameters())


def test_a_student_is_asked_where_it_stands_and_a_denoiser_mostly_where_all_is_noise() -> None:
    denoiser, student = made().readers.values()
    stood = student.times(400, SETTINGS, generator(1))
    assert set(stood.tolist()) == set(STATIONS.tolist())
    assert (stood == STATIONS[0]).float().mean() > 0.4
    times = denoiser.times(400, SETTINGS, generator(1))
    assert times.min() < 0.1 and times.max() <= 0.999 and times.median() > 0.8
    times = denoiser.times(400, replace(SETTINGS, anywhere=0.0), generator(1))
    assert times.min() >= 0.599 and times.median() > 0.88


def test_captions_come_in_both_languages() -> None:
    for seed in range(60):
        english, chinese = told_alike(sample(seed), Random(seed))
        assert HAN.search(chinese) and not HAN.search(english)
    told = captioned(0, 40)
    assert told == captioned(0, 20) + captioned(20, 20)
    assert all(HAN.search(chinese) and not HAN.search(english) for english, chinese in told)


def test_what_is_hard_comes_oftener() -> None:
    stage = made(replace(SETTINGS, stacked=1.0))
    rng = Random(1)
    assert {sample(stage._seed(rng)).relation for _ in range(40)} <= {"above", "behind"}
    stage.settings = replace(SETTINGS, stacked=0.0)
    assert len({stage._seed(rng) for _ in range(200)}) == len(stage.latents)


def test_it_says_what_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StageMissing, match="align needs"):
        align(Plan(preset=TOY, budget=Budget(steps=2), out=tmp_path))


def test_in_the_chain_the_denoiser_alone_is_aligned(trained: Path) -> None:
    """The student is made of it afterwards."""
    assert {path.name for path in (trained / "align" / "model").iterdir()} == {"of.txt", "text_encoder", "unet"}
    stage = align_stage(Plan(preset=TOY, budget=Budget(steps=2), out=trained))
    assert set(stage.readers) == {"unet"}
    shipped = CLIPTextModel.from_pretrained(trained / "model" / "text_encoder", dtype=torch.float32)
    tower = CLIPTextModel.from_pretrained(trained / "align" / "model" / "text_encoder", dtype=torch.float32)
    assert all(
        torch.equal(now, kept.half().float())
        for now, kept in zip(shipped.parameters(), tower.parameters(), strict=True)
    )


def test_a_model_is_aligned_with_its_student_and_written_anew(trained: Path, tmp_path: Path) -> None:
    start, out = tmp_path / "start", tmp_path / "runs"
    shutil.copytree(trained / "model", start)
    align(Plan(preset=TOY, budget=Budget(steps=3), out=out, start=start))
    folder = alignment_of(loaded(start, out, aligned=False), out)
    assert folder == out / "align" / "model"
    student = best_student(out, start)
    was = UNet2DConditionModel.from_pretrained(start / "student", torch_dtype=torch.float32)
    assert student is not None and digest(student) != digest(was)
    renew(start, out, tmp_path / "made", defaults_of(start))
    now, before = (loaded(model, tmp_path / "none") for model in (tmp_path / "made", start))
    assert digest(now.text_encoder) != digest(before.text_encoder)
    changed = {
        name for name, value in now.unet.state_dict().items() if not torch.equal(value, before.unet.state_dict()[name])
    }
    assert changed and all(READS in name for name in changed)
    assert alignment_of(now, out) is None  # it was made of another pipeline
    written = UNet2DConditionModel.from_pretrained(tmp_path / "made" / "student", torch_dtype=torch.float32)
    assert digest(written) == digest(student.half())
