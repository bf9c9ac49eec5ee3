"""The stages by name, in the order in which they need each other, each resumable from its own folder under `out`.

    tokenizer    out/tokenizer            the vocabulary, made by whoever needs it first
    autoencoder  out/autoencoder/model    pictures to latents and back
    clip         out/clip/model           pictures and words in one space
    diffusion    out/diffusion            latents from words; needs the two above; its result is its checkpoint
    align        out/align/model          both, so that Chinese tells them what English tells; needs diffusion
    decoder      out/decoder/model        the autoencoder's second half trained on, its latents unchanged
    adversary    out/adversary/model      the decoder against a discriminator; needs the autoencoder
    preview      out/preview/model        a small autoencoder on the same latents; needs the autoencoder
    judge        out/judge/model          says what stands where; needs nothing of the others
    reinforce    out/reinforce/model      the denoiser after a text-image reward; needs diffusion, clip and judge
    distill      out/distill/model        a student that paints in four steps; needs diffusion
    refine       out/refine/model         the student after a text-image reward; needs distill, clip and judge
    captioner    out/captioner/model      words for pictures; needs judge
    lora         out/lora/model           an owner's style as low-rank additions; needs pictures and a model
    clip-tune    out/clip-tune/model      a given CLIP, taught on with an owner's pictures or with our scenes
    export       out/model                what ships: the standard diffusers layout, by `training.export`

`minutes` is what a stage trains in all, over all sittings: interrupt it whenever you like, call it again, it goes on.

A new stage is a class with `model`, `losses` and `evaluate` (`training.loop.Stage`) in a file of its own, its settings
and recipe as two fields of `training.presets.Preset`, and here a function `Plan -> numbers` that builds it, calls
`fitted`, writes what comes of it through `replaced`, and stands in `STAGES` at its place in the order.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import torch
from diffusers import AutoencoderKL

from training import warm
from training.autoencoder import AutoencoderStage, normalise
from training.bank import Banked
from training.card import defaults_of
from training.checkpoint import weights_in
from training.clip import ClipStage, fresh_text_tower, text_tower
from training.diffusion import DiffusionStage, SceneLatents, latents_only
from training.export import ship
from training.filling import being_filled
from training.judge import JudgeStage, save_judge
from training.latents import cached_latents
from training.later_stages import adversary, align, captioner, distill, lora, preview, refine, reinforce
from training.lessons import Source
from training.loop import Budget, Run, fit
from training.machine import device_of, found
from training.pictures import batch, scenes
from training.presets import PRESETS, SHARES, Preset, PresetName
from training.shelves import opened, pictures, scene_source, school_source
from training.sitting import Numbers, Plan, finished, fitted, run_of, write
from training.sitting import StageMissing as StageMissing
from training.sizes import sized_as
from training.tokenizer import saved as saved_tokenizer
from training.tuning_stage import clip_tune


def autoencoder(plan: Plan) -> Numbers:
    """Train the autoencoder, and give its latents mean 0 and deviation 1."""
    stage = AutoencoderStage(plan.preset.autoencoder, source=pictures(plan, seed=plan.preset.autoencoder.seed))
    if plan.start is not None:
        anchor = warm.warm_autoencoder(stage.vae, plan.start)
        stage.anchor = None if anchor is None else anchor.to(plan.machine.device)  # the loop moves the model alone
    run, numbers = fitted(plan, stage, plan.preset.autoencoder_recipe, "autoencoder", plan.started_with("vae"))
    run.averaged()
    normalise_latents(stage.vae, plan.preset)
    write(plan, "autoencoder", stage.vae.save_pretrained)
    return numbers


@torch.no_grad()
def normalise_latents(vae: AutoencoderKL, preset: Preset) -> None:
    """Mean 0 and deviation 1 for the latents of 256 training scenes."""
    seen = batch(scenes(0, 256), preset.autoencoder.size).to(device_of(vae))
    normalise(vae, torch.cat([vae.encode(part).latent_dist.mode() for part in seen.split(32)]))


def decoder(plan: Plan) -> Numbers:
    """Train the autoencoder's decoder on, with its encoder as it is."""
    folder = plan.needed("decoder", "autoencoder", "vae")
    vae = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32).to(memory_format=torch.channels_last)
    stage = AutoencoderStage(plan.preset.decoder, vae, pictures(plan, seed=plan.preset.decoder.seed))
    recipe = plan.preset.decoder_recipe
    return finished(plan, stage, recipe, "decoder", vae.save_pretrained, weights_in(folder))


def clip(plan: Plan) -> Numbers:
    """Train CLIP."""
    tokenizer = saved_tokenizer(plan.tokenizer)
    settings = plan.preset.clip
    stage = ClipStage(settings, tokenizer, scene_source(plan, settings.size, "ids", "meaning", seed=settings.seed))
    if plan.start is not None:
        warm.warm_clip(stage.clip, tokenizer, plan.start)
    recipe = plan.preset.clip_recipe
    return finished(plan, stage, recipe, "clip", stage.clip.save_pretrained, plan.started_with("clip"))


def diffusion_stage(plan: Plan) -> DiffusionStage:
    """The diffusion stage with its cached latents, its nets as CLIP's stage or the model to go on from gives them."""
    folder = plan.needed("diffusion", "autoencoder", "vae")
    vae = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32).requires_grad_(False)
    vae.to(plan.machine.device)
    tokenizer = saved_tokenizer(plan.tokenizer)
    if plan.start is None:
        text = text_tower(plan.needed("diffusion", "clip", "clip"))
    else:
        text = fresh_text_tower(plan.preset.clip, tokenizer)
    settings = plan.preset.diffusion
    if plan.preset.bank is None:
        latents = cached_latents(vae, settings.scenes, settings.size, plan.out / "latents")
        source: Source = SceneLatents(latents, tokenizer, settings.seed, settings.worn)
    else:
        source = Banked(opened(plan, "scenes", latents_only(vae)), settings.seed)
    stage = DiffusionStage(settings, source, vae, text, tokenizer)
    if plan.start is not None:
        anchor = warm.warm_denoiser(stage.unet, text, tokenizer, plan.start)
        stage.anchor = None if anchor is None else anchor.to(plan.machine.device)
    return stage


def diffusion_run(plan: Plan) -> Run:
    """The diffusion run, at the point that its checkpoint has reached."""
    recipe = plan.preset.diffusion_recipe if plan.start is None else plan.preset.diffusion_recipe.going_on()
    latents = weights_in(plan.needed("diffusion", "autoencoder", "vae"))
    of = latents, plan.started_with("unet"), plan.started_with("text_encoder")
    return run_of(plan, diffusion_stage(plan), recipe, "diffusion", *of)


def diffuse(plan: Plan) -> Numbers:
    """Train the denoiser and its text tower; `export` reads both from the checkpoint, during the training too."""
    return fit(diffusion_run(plan), evaluate_seconds=600)


def judge(plan: Plan) -> Numbers:
    """Train the judge."""
    stage, recipe = JudgeStage(plan.preset.judge, school_source(plan)), plan.preset.judge_recipe
    if plan.start is not None and (plan.start / "judge").is_dir():
        warm.warm_judge(stage.model, plan.start)
        recipe = recipe.going_on()
    began = plan.started_with("judge")
    return finished(plan, stage, recipe, "judge", lambda folder: save_judge(stage.model, folder), began)


def exported(plan: Plan) -> Numbers:
    """Write the model folder."""
    if plan.machine.first:
        paints_best = defaults_of(plan.start)
        ship(plan.preset, plan.out, plan.out / "model", paints_best, plan.machine.label, start=plan.start)
    return {}


STAGES: dict[str, Callable[[Plan], Numbers]] = {
    "autoencoder": autoencoder,
    "clip": clip,
    "diffusion": diffuse,
    "align": align,
    "decoder": decoder,
    "adversary": adversary,
    "preview": preview,
    "judge": judge,
    "reinforce": reinforce,
    "distill": distill,
    "refine": refine,
    "captioner": captioner,
    "export": exported,
}
LEARNERS = {"autoencoder", "clip", "diffusion", "decoder", "adversary", "preview", "judge", "captioner"}
"""Those that learn from a preset's bank, if it has one."""
ALL = "all"  #: the name of the whole chain
APART: dict[str, Callable[[Plan], Numbers]] = {
    "lora": lora,
    "clip-tune": clip_tune,
}  #: no part of the chain: they go on from models that others made, with an owner's pictures
NAMES = (*STAGES, *APART, ALL)


def train(
    stage: str,
    preset: PresetName,
    minutes: float | None,
    out: Path,
    start: Path | None = None,
    device: str | None = None,
    pictures: Path | None = None,
) -> dict[str, Numbers]:
    """Run one stage, or all of them in order, from their checkpoints where there are any.

    minutes: training time in all, over all sittings and stages; None leaves the end to the preset's steps.
    start: a model folder to go on from; the sizes of its nets take the place of the preset's. pictures: an owner's
    folder, for the stages of `APART`. device: "cpu" to leave a GPU alone.
    Returns each stage's last evaluation. Raises KeyError for an unknown stage or preset, StageMissing where an earlier
    stage is needed, WarmStartUnfit where the model to go on from is of another kind, CheckpointUnfit where the run to
    resume is, FileNotFoundError where there is no model to go on from, Diverged where the loss is no number any more.
    """
    if start is not None and stage not in APART and not (start / "card.json").is_file():
        raise FileNotFoundError(f"{start} is no model that this training made: it has no card.json.")
    if pictures is not None and stage not in APART:
        raise ValueError(f"{stage} learns from rendered scenes; --pictures is for {' and '.join(APART)}.")
    chosen = PRESETS[preset] if stage in APART else sized_as(PRESETS[preset], start)
    names = tuple(STAGES) if stage == ALL else (stage,)
    if minutes is None and chosen.steps is None:
        raise ValueError(f"The preset {preset} has no end of its own: give the minutes.")
    runners = {name: (STAGES | APART)[name] for name in names}
    torch.set_num_threads(chosen.threads)
    shares = {name: SHARES.get(name, 0.0) if stage == ALL else 1.0 for name in names}
    machine = found(device)
    budget = Budget(minutes, chosen.steps)
    plan = Plan(preset=chosen, budget=budget, out=out, start=start, pictures=pictures, machine=machine)
    with being_filled(preset, out, start) if chosen.bank and LEARNERS & set(names) else nullcontext():
        return {name: run(replace(plan, budget=budget.part(shares[name]))) for name, run in runners.items()}
