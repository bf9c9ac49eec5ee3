"""Distillation, reinforcement and captioning at toy size: they learn, they resume, and their formulas hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionPipeline
from torch import Tensor
from transformers import CLIPModel, CLIPTokenizer, VisionEncoderDecoderModel

from models.captioner import said
from models.student import first_order
from tests.training.toy import Nets, ends_alike, nets, tiles
from training.captioner import CaptionerSettings, CaptionerStage, save, teaching
from training.data.graph import Scene, Thing
from training.data.render import FONT
from training.diffusion import scheduler
from training.distill import SHOWN, DistillSettings, DistillStage, guidance_embedding, sigmas
from training.judge import Judge, load_judge
from training.lessons import IGNORED, told
from training.loop import Budget, Recipe, Run, Stage
from training.pictures import batch, scenes
from training.reinforce import ReinforceSettings, ReinforceStage
from training.rewards import advantages, clip_and_rules, judged, layout_rule
from training.tokenizer import build
from training.trajectories import cached_roads, stations

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
]
STORYBOOK = Path(__file__).resolve().parents[2] / "models" / "storybook"
DISTILL = DistillSettings(teacher_steps=8, roads=16, batch=8)
REINFORCE = ReinforceSettings(captions=2, group=3, learn=2, unseen=4)
CAPTIONER = CaptionerSettings(width=64, layers=1, heads=2, batch=8, size=64)


@pytest.fixture(scope="module")
def toy() -> Nets:
    torch.set_num_threads(1)
    return nets(build())


@pytest.fixture
def distil(toy: Nets, tmp_path: Path) -> DistillStage:
    roads = cached_roads(toy.teacher, tmp_path / "roads", 1, 16, 4, (1.0, 8.0))
    return DistillStage(DISTILL, toy.teacher, roads)


def reinforcement(toy: Nets, processes: int = 1) -> ReinforceStage:
    def held_out(pictures: Tensor, captions: object, chosen: object) -> Tensor:
        return pictures.mean(dim=(1, 2, 3))

    return ReinforceStage(REINFORCE, toy.teacher, toy.vae, clip_and_rules(toy.clip, toy.tokenizer), held_out, processes)


def learnt(stage: Stage, folder: Path, steps: int, rate: float = 2e-3) -> list[float]:
    run = Run(stage, Recipe(learning_rate=rate, warmup=2, ema=0.9), Budget(steps=steps), folder)
    return [run.advance()["loss"].item() for _ in range(steps)]


def test_the_student_learns_the_teachers_steps(distil: DistillStage, tmp_path: Path) -> None:
    before = distil.distance(distil.roads)
    losses = learnt(distil, tmp_path / "run", 80, 1e-3)
    assert sum(losses[-10:]) < 0.7 * sum(losses[:10])
    assert distil.distance(distil.roads) < before
    assert distil.evaluate(distil.model)[0]["distance"] > 0


def test_the_students_pictures_lie_beside_the_teachers(distil: DistillStage, toy: Nets) -> None:
    assert distil.evaluate(distil.model)[1] is None
    stage = DistillStage(DISTILL, toy.teacher, distil.roads, toy.vae)
    before = tiles(stage.evaluate(stage.model)[1])
    assert len(set(before)) == 2 * len(SHOWN)
    torch.nn.init.constant_(stage.student.conv_out.bias, 1.0)
    after = tiles(stage.evaluate(stage.model)[1])
    assert [was != now for was, now in zip(before, after, strict=True)] == [False, True] * len(SHOWN)


def test_roads_are_kept_and_made_once(toy: Nets, tmp_path: Path) -> None:
    first = cached_roads(toy.teacher, tmp_path, 1, 4, 4, (3.0, 3.0))
    again = cached_roads(toy.teacher, tmp_path, 1, 4, 4, (3.0, 3.0))
    assert torch.equal(first.points, again.points) and torch.equal(first.ids, again.ids)
    assert first.points.shape == (4, 5, 4, 8, 8)


def test_a_student_stands_where_a_stock_scheduler_will_ask_it(toy: Nets) -> None:
    timesteps, levels = sigmas(toy.teacher, 4)
    stock = first_order(toy.teacher.scheduler())
    stock.set_timesteps(4)
    assert torch.equal(stock.timesteps, timesteps)
    assert torch.allclose(stock.sigmas, levels, atol=1e-3)


def test_steps_that_cannot_be_cut_are_refused() -> None:
    assert stations(20, 4) == [0, 5, 10, 15]
    with pytest.raises(ValueError, match="20 steps"):
        stations(20, 3)


def test_the_guidance_scale_is_embedded_as_stock_pipelines_do_it() -> None:
    scales = torch.tensor([1.0, 3.5, 8.0])
    theirs = StableDiffusionPipeline.get_guidance_scale_embedding(None, scales - 1, 256)
    assert torch.allclose(guidance_embedding(scales, 256), theirs, atol=1e-4)


def test_the_students_road_is_what_the_stock_scheduler_walks(distil: DistillStage, toy: Nets) -> None:
    roads, stock = distil.roads, first_order(toy.teacher.scheduler())
    stock.set_timesteps(4)
    noise, ids, scales = roads.points[:2, 0].float(), roads.ids[:2, 0], roads.scales[:2]
    latents = noise
    for t in stock.timesteps:
        said = distil.walker.velocity(latents, t.expand(2), scales, ids)
        latents = stock.step(said, t, latents).prev_sample
    assert torch.allclose(distil.walker.walk(noise, ids, scales), latents, atol=2e-2)


def test_reinforcement_moves_and_resumes_to_the_same_state(toy: Nets, tmp_path: Path) -> None:
    def begin(folder: str) -> Run:
        recipe = Recipe(learning_rate=1e-3, warmup=1, ema=0.9)
        return Run(reinforcement(toy), recipe, Budget(steps=6), tmp_path / folder)

    ends_alike(begin, 6, 3)  # in the middle of a round


def test_several_processes_share_the_rounds_and_their_slow_copies_move_alike(toy: Nets) -> None:
    stages = [reinforcement(toy, processes=3) for _ in range(3)]
    for stage in stages:
        for parameter in stage.learner.parameters():
            parameter.data += 1
    for turn in range(REINFORCE.learn + 1):
        for index, stage in enumerate(stages):
            stage.losses(turn * 3 + index)
    first, *others = (stage.old.state_dict() for stage in stages)
    assert not torch.equal(first["conv_in.bias"], toy.teacher.unet.state_dict()["conv_in.bias"])
    assert all(torch.equal(first[name], other[name]) for other in others for name in first)


def test_a_rewarded_brightness_rises(toy: Nets, tmp_path: Path) -> None:
    def bright(pictures: Tensor, captions: object, chosen: object) -> Tensor:
        return pictures.mean(dim=(1, 2, 3))

    settings = ReinforceSettings(captions=2, group=8, learn=2, unseen=16, stay=0.0, follow=0.3)
    stage = ReinforceStage(settings, toy.teacher, toy.vae, bright, bright)
    before = stage.evaluate(stage.model)[0]["held_out"]
    learnt(stage, tmp_path, 40, 2e-3)
    assert stage.evaluate(stage.model)[0]["held_out"] > before


def test_advantages_are_shares_within_their_group() -> None:
    worth = advantages(torch.tensor([1.0, 2.0, 3.0, 11.0, 12.0, 13.0]), 3)
    assert torch.allclose(worth[:3], worth[3:]) and worth[1] == 0.5
    assert 0 <= worth.min() < 0.5 < worth.max() <= 1
    assert torch.equal(advantages(torch.ones(4), 2), torch.full((4,), 0.5))


def test_the_layout_rule_prefers_the_right_scene() -> None:
    chosen = scenes(0, 12)
    right = layout_rule(batch(chosen, 64), chosen)
    wrong = layout_rule(batch(chosen, 64), [*chosen[1:], chosen[0]])
    assert torch.allclose(right, torch.ones(12))
    assert (wrong < right).all()


def test_the_reward_reads_captions_in_clips_own_vocabulary() -> None:
    folder = STORYBOOK / "clip"
    reward = clip_and_rules(CLIPModel.from_pretrained(folder), CLIPTokenizer.from_pretrained(folder), rules=0)
    fox = [Scene("snow", "day", (Thing("fox", 0.5, 0.6, 0.6),), 1)] * 2
    right, wrong = reward(batch(fox, 128), ["a fox in the snow", "an apple on the beach"], fox).tolist()
    assert right > wrong + 0.2


def test_the_held_out_scorer_wants_every_thing_and_the_place() -> None:
    score = judged(load_judge(STORYBOOK / "judge"))
    fox, apple = Thing("fox", 0.26, 0.6, 0.4), Thing("apple", 0.74, 0.6, 0.4)
    asked = Scene("snow", "day", (fox, apple), 1)
    shown = [asked, replace(asked, things=(fox,)), replace(asked, place="beach"), replace(asked, things=())]
    both, one, elsewhere, none = score(batch(shown, 128), [""] * 4, [asked] * 4).tolist()
    assert both > 0.9
    assert none < one < 0.75 and elsewhere < 0.75


def test_the_captioner_learns_speaks_and_is_loaded_as_a_stock_model(toy: Nets, tmp_path: Path) -> None:
    stage = CaptionerStage(CAPTIONER, Judge(8), toy.tokenizer)
    losses = learnt(stage, tmp_path / "run", 30)
    assert losses[-1] < 0.8 * losses[0]
    pictures = batch(scenes(0, 2), 64)
    spoken = said(stage.captioner, toy.tokenizer, pictures, "en", count=2, temperature=1.0)
    assert [len(texts) for texts in spoken] == [2, 2]
    save(stage.captioner, toy.tokenizer, tmp_path / "captioner")
    loaded = VisionEncoderDecoderModel.from_pretrained(tmp_path / "captioner")
    assert said(loaded, toy.tokenizer, pictures, "zh") == said(stage.captioner.eval(), toy.tokenizer, pictures, "zh")


def test_the_captioner_sees_with_the_judges_eyes_as_they_are(toy: Nets, tmp_path: Path) -> None:
    judge = Judge(8)
    stage = CaptionerStage(CAPTIONER, judge, toy.tokenizer)
    before = {name: value.clone() for name, value in stage.captioner.state_dict().items()}
    learnt(stage, tmp_path, 2)
    eyes, known = stage.captioner.encoder, judge.state_dict()
    assert all(torch.equal(value, known[name]) for name, value in eyes.pyramid.state_dict().items())
    assert not torch.equal(eyes.where, before["encoder.where"]), "where things lie is learnt"


def test_nothing_is_taught_after_the_end(toy: Nets) -> None:
    said = told(toy.tokenizer, scenes(0, 4), 64, 0)[:, 0].long()
    read, say = teaching(said, toy.tokenizer.eos_token_id)
    assert read.shape == say.shape and not (read == IGNORED).any()
    end = (say[0] == toy.tokenizer.eos_token_id).nonzero()[0, 0]
    assert (say[0, end + 1 :] == IGNORED).all() and scheduler().config.prediction_type == "flow_prediction"
