"""The stages that build on a model which paints already: reinforcement, distillation, captions."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, DiffusionPipeline, UNet2DConditionModel
from transformers import CLIPModel

from training.adversary import AdversaryStage
from training.align import AlignStage, Reader
from training.assembly import assemble, clip_of, diffusion_path, loaded, student_here
from training.autoencoder import AutoencoderStage
from training.captioner import CaptionerStage, save
from training.checkpoint import claimed, digest, put_whole, weights_in
from training.data.folder import read
from training.diffusion import scheduler, written_out
from training.distill import DistillStage, Walker
from training.judge import Judge, load_judge
from training.latents import cached_latents, encode
from training.loop import Recipe
from training.lora import LoraStage, lessons, refuse_unfit
from training.perception import Perception
from training.pictures import UNSEEN
from training.preview import PreviewStage
from training.refine import RefineStage
from training.reinforce import ReinforceStage
from training.rewards import Reward, clip_and_rules, judged
from training.shelves import pictures, scene_source
from training.sitting import Numbers, Plan, StageMissing, finished, fitted, trained, write
from training.tokenizer import saved as saved_tokenizer
from training.trajectories import Teacher, cached_roads
from training.warm import warm_captioner, warm_student


def painter(plan: Plan, stage: str) -> tuple[Teacher, AutoencoderKL]:
    """The frozen pipeline as `stage` finds it: that of the diffusion run, or else of the model to go on from, after
    those stages that come before."""
    pipe: Any
    aligned, reinforced = stage != "align", stage not in ("align", "reinforce")
    if diffusion_path(plan.out).is_file():
        pipe, _ = assemble(plan.preset, plan.out, plan.start, aligned, reinforced)
    elif plan.start is not None:
        pipe = loaded(plan.start, plan.out, aligned)
    else:
        raise StageMissing(stage, "diffusion")
    for part in (pipe.unet, pipe.text_encoder, pipe.vae):
        part.requires_grad_(False).eval().to(plan.machine.device)
    teacher = Teacher(
        unet=pipe.unet, text=pipe.text_encoder, tokenizer=pipe.tokenizer, scheduler=scheduler,
        steps=plan.preset.distill.teacher_steps,
    )  # fmt: skip
    return teacher, pipe.vae


def clip_here(plan: Plan, stage: str) -> CLIPModel:
    """The frozen CLIP of the training folder, or of the model to go on from."""
    folder = plan.needed(stage, "clip", "clip")
    return CLIPModel.from_pretrained(folder, dtype=torch.float32).requires_grad_(False).eval().to(plan.machine.device)


def judge_here(plan: Plan, stage: str) -> Judge:
    """The judge of the training folder, or of the model to go on from."""
    return load_judge(plan.needed(stage, "judge", "judge")).to(plan.machine.device)


def reward_here(plan: Plan, stage: str) -> Reward:
    """What reinforcement rewards."""
    return clip_and_rules(clip_here(plan, stage), clip_of(plan.out, plan.start)[1])


def adversary(plan: Plan) -> Numbers:
    """Train the decoder on against a discriminator, and with our CLIP's eyes where there is one."""
    latest = plan.out / "decoder" / "model"
    folder = latest if latest.is_dir() else plan.needed("adversary", "autoencoder", "vae")
    vae = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32).to(memory_format=torch.channels_last)
    seeing = trained(plan.out, "clip", plan.start, "clip").is_dir()
    eyes = Perception(clip_here(plan, "adversary")) if seeing else None
    settings = replace(plan.preset.decoder, batch=plan.preset.adversary.batch)
    inner = AutoencoderStage(settings, vae, pictures(plan, seed=plan.preset.adversary.seed))
    stage = AdversaryStage(plan.preset.adversary, inner, eyes)
    return finished(plan, stage, plan.preset.adversary_recipe, "adversary", vae.save_pretrained, weights_in(folder))


def preview(plan: Plan) -> Numbers:
    """Train the small autoencoder for previews."""
    folder = plan.needed("preview", "autoencoder", "vae")
    vae = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32)
    vae.to(plan.machine.device, memory_format=torch.channels_last)
    settings = replace(plan.preset.preview, size=plan.preset.autoencoder.size)
    stage = PreviewStage(settings, vae, pictures(plan, seed=settings.seed))
    recipe = plan.preset.preview_recipe
    return finished(plan, stage, recipe, "preview", stage.tiny.save_pretrained, weights_in(folder))


def align_stage(plan: Plan) -> AlignStage:
    """On the denoiser as diffusion left it; and on the student of the model to go on from, where it has this one."""
    teacher, vae = painter(plan, "align")
    written_out(plan.machine.device, teacher.unet, teacher.text)
    readers = {"unet": Reader.of(teacher.unet)}
    if plan.start is not None and (plan.start / "student").is_dir() and not diffusion_path(plan.out).is_file():
        student: UNet2DConditionModel = UNet2DConditionModel.from_pretrained(
            plan.start / "student", torch_dtype=torch.float32
        )
        walker = Walker.of(teacher, student, plan.preset.distill.steps)
        readers["student"] = Reader.of(student, walker.levels[:-1])
    s, size = plan.preset.align, plan.preset.diffusion.size
    latents = cached_latents(vae, s.scenes, size, plan.out / "latents")
    return AlignStage(s, teacher, readers, latents, encode(vae, UNSEEN, s.unseen, size), vae)


def align(plan: Plan) -> Numbers:
    """Train the text tower and who reads it, so that Chinese says what English says."""
    stage = align_stage(plan)
    nets = stage.readers["unet"].net, stage.text
    of = digest(*nets)
    run, numbers = fitted(plan, stage, plan.preset.align_recipe, "align", *nets)
    run.averaged()

    def save(folder: Path) -> None:
        stage.text.save_pretrained(folder / "text_encoder")
        for name, reader in stage.readers.items():
            reader.net.save_pretrained(folder / name)
        claimed(folder, of)

    write(plan, "align", save)
    return numbers


def reinforce_stage(plan: Plan) -> ReinforceStage:
    """On the denoiser as diffusion left it."""
    teacher, vae = painter(plan, "reinforce")
    judge, reward = judged(judge_here(plan, "reinforce")), reward_here(plan, "reinforce")
    return ReinforceStage(plan.preset.reinforce, teacher, vae, reward, judge, plan.machine.processes)


def reinforce(plan: Plan) -> Numbers:
    """Train the denoiser by reward. Where the held-out judge likes it less afterwards, what was before is kept."""
    return _better(plan, reinforce_stage(plan), plan.preset.reinforce_recipe, "reinforce")


def refine_stage(plan: Plan) -> RefineStage:
    """On the student as distillation left it."""
    teacher, vae = painter(plan, "refine")
    if (folder := student_here(plan.out, plan.start)) is None:
        raise StageMissing("refine", "distill")
    student: UNet2DConditionModel = UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32)
    walker = Walker.of(teacher, student, plan.preset.distill.steps)
    judge, reward = judged(judge_here(plan, "refine")), reward_here(plan, "refine")
    return RefineStage(plan.preset.refine, walker, teacher.tokenizer, vae, reward, judge)


def refine(plan: Plan) -> Numbers:
    """Train the student by the reward's gradient. Where the held-out judge likes it less, what was before is kept."""
    return _better(plan, refine_stage(plan), plan.preset.refine_recipe, "refine")


def _better(plan: Plan, stage: ReinforceStage | RefineStage, recipe: Recipe, name: str) -> Numbers:
    """Train a learner, and write the result, or what was before where the held-out judge likes that better."""
    untouched, of = copy.deepcopy(stage.learner), digest(stage.learner)
    with torch.no_grad():
        before = stage.evaluate(stage.model)[0]  # a checkpoint is loaded after it
    run, after = fitted(plan, stage, recipe, name, untouched)
    run.averaged()
    better = after["held_out"] >= before["held_out"]

    def save_kept(folder: Path) -> None:
        (stage.result() if better else untouched).save_pretrained(folder)
        claimed(folder, of)

    write(plan, name, save_kept)
    return {**after, **{f"{key}_before": value for key, value in before.items()}, "kept": float(better)}


def distill(plan: Plan) -> Numbers:
    """Train the four-step student of the reinforced denoiser, or of the plain one."""
    teacher, vae = painter(plan, "distill")
    s = plan.preset.distill
    roads = cached_roads(teacher, plan.out / "roads", s.seed, s.roads, s.steps, s.scale)
    stage = DistillStage(s, teacher, roads, vae)
    if plan.start is not None and (plan.start / "student").is_dir():
        warm_student(stage.student, plan.start)
    of, recipe = (teacher.unet, teacher.text, plan.started_with("student")), plan.preset.distill_recipe
    return finished(plan, stage, recipe, "distill", stage.student.save_pretrained, *of)


def lora(plan: Plan) -> Numbers:
    """Train an owner's style on any SD, SDXL or Storybook folder; what was left out is in `left-out.json`.

    Raises `NothingToLearn`, `LoraUnfit` for a model without a U-Net, `StageMissing` where model or pictures are not
    named, OSError for no model, and ValueError where the training folder's LoRA is of another model or of other
    pictures."""
    if plan.start is None or plan.pictures is None:
        raise StageMissing("lora", "--from MODEL and --pictures FOLDER")
    refuse_unfit(plan.start)
    pipe = DiffusionPipeline.from_pretrained(plan.start, dtype=torch.float32).to(plan.machine.device)
    examples, report = read(plan.pictures, int(pipe.unet.config.sample_size) * pipe.vae_scale_factor)
    taught_by = [(example.name, example.caption, digest(example.picture.tobytes())) for example in examples]
    of, folder = (digest(pipe.unet), taught_by), plan.out / "lora"  # before the additions are in the net
    claimed(folder, digest(*of))
    told = json.dumps(report.left_out, indent=1, ensure_ascii=False)
    put_whole(folder / "left-out.json", lambda unfinished: unfinished.write_text(told, "utf-8"))
    taught = lessons(pipe, [example.picture for example in examples], [example.caption for example in examples])
    stage = LoraStage(plan.preset.lora, pipe, taught)
    numbers = finished(plan, stage, plan.preset.lora_recipe, "lora", stage.save, *of)
    return {**numbers, "pictures": float(len(examples)), "left_out": float(len(report.left_out))}


def captioner(plan: Plan) -> Numbers:
    """Train the captioner."""
    tokenizer = saved_tokenizer(plan.tokenizer)
    settings = plan.preset.captioner
    source = scene_source(plan, settings.size, "told", seed=settings.seed)
    eyes = judge_here(plan, "captioner")
    stage = CaptionerStage(settings, eyes, tokenizer, source)
    if plan.start is not None and (plan.start / "captioner").is_dir():
        warm_captioner(stage.captioner, tokenizer, plan.start)
    of, recipe = (eyes, plan.started_with("captioner")), plan.preset.captioner_recipe
    return finished(plan, stage, recipe, "captioner", lambda folder: save(stage.captioner, tokenizer, folder), *of)
