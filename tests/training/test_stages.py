"""Every stage from nothing at toy size: it ends, and its loss falls. Later ones, and resuming, have their own files."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch
from diffusers import AutoencoderKL

from training import checkpoint, stages
from training.adversary import AdversaryStage
from training.autoencoder import AutoencoderStage, normalise
from training.checkpoint import CheckpointUnfit
from training.clip import ClipStage, contrastive
from training.data.graph import meaning
from training.data.render import FONT
from training.data.scene import Scene, Thing, sample
from training.data.siblings import sibling
from training.diffusion import SceneLatents, foreground
from training.judge import JudgeStage
from training.latents import cached_latents
from training.lessons import squares
from training.loop import Budget, Diverged, Recipe, Run, Stage, fit
from training.pictures import batch, images, levels, scenes, tensors
from training.presets import PRESETS, TOY
from training.stages import Plan, StageMissing, train
from training.tokenizer import build

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def falling(run: Run) -> tuple[float, float]:
    """The mean loss of the first five steps and of the last five."""
    losses = []
    while run.progress < 1:
        losses.append(run.advance()["loss"].item())
    return sum(losses[:5]) / 5, sum(losses[-5:]) / 5


def test_the_autoencoder_learns(tmp_path: Path) -> None:
    run = Run(AutoencoderStage(TOY.autoencoder), TOY.autoencoder_recipe, Budget(steps=120), tmp_path)
    first, last = falling(run)
    assert last < 0.8 * first


def test_clip_learns(tmp_path: Path) -> None:
    run = Run(ClipStage(TOY.clip, build()), TOY.clip_recipe, Budget(steps=40), tmp_path)
    first, last = falling(run)
    assert last < 0.95 * first


def test_diffusion_learns(trained: Path, tmp_path: Path) -> None:
    stage = stages.diffusion_stage(Plan(preset=TOY, budget=Budget(steps=40), out=trained))
    fresh = Run(stage, TOY.diffusion_recipe, Budget(steps=40), tmp_path)
    first, last = falling(fresh)
    assert last < first


def test_the_judge_learns(tmp_path: Path) -> None:
    run = Run(JudgeStage(TOY.judge), TOY.judge_recipe, Budget(steps=40), tmp_path)
    first, last = falling(run)
    assert last < first


def test_the_decoder_learns_on_while_the_latents_stay(trained: Path) -> None:
    before, after = (AutoencoderKL.from_pretrained(trained / stage / "model") for stage in ("autoencoder", "decoder"))
    pictures = batch(scenes(0, 4), 64)
    assert torch.equal(before.encode(pictures).latent_dist.mode(), after.encode(pictures).latent_dist.mode())
    latents = before.encode(pictures).latent_dist.mode()
    assert not torch.equal(before.decode(latents).sample, after.decode(latents).sample)


@pytest.mark.parametrize("opposed", [False, True], ids=["alone", "against the discriminator"])
def test_the_decoder_learns(opposed: bool, trained: Path, tmp_path: Path) -> None:
    vae = AutoencoderKL.from_pretrained(trained / "autoencoder" / "model")
    inner = AutoencoderStage(TOY.decoder, vae)
    stage: Stage = AdversaryStage(TOY.adversary, inner) if opposed else inner

    @torch.no_grad()
    def unlike() -> float:
        """The pixels' loss in batches from which nothing is learnt."""
        return sum(inner.losses(step)["pixel"].item() for step in range(1000, 1004))

    before = unlike()
    falling(Run(stage, TOY.decoder_recipe, Budget(steps=24), tmp_path))
    assert unlike() < 0.95 * before


def test_every_stage_leaves_numbers_a_sample_and_a_checkpoint(trained: Path) -> None:
    for stage in ("autoencoder", "clip", "diffusion", "decoder", "judge"):
        rows = [json.loads(line) for line in (trained / stage / "metrics.jsonl").read_text("utf-8").splitlines()]
        assert rows[-1]["step"] == TOY.steps
        assert (trained / stage / "checkpoint.pt").is_file()
        assert list((trained / stage).glob("events.*"))
    painting = {"autoencoder", "diffusion", "align", "decoder", "adversary", "preview", "reinforce", "distill"}
    for stage in painting:
        assert list((trained / stage).glob("samples-*.png")), stage


def test_a_finished_run_is_not_trained_on(tmp_path: Path) -> None:
    for _ in range(2):
        run = Run(AutoencoderStage(TOY.autoencoder), TOY.autoencoder_recipe, Budget(steps=2), tmp_path)
        fit(run)
    assert run.step == 2


def test_minutes_are_counted_over_all_sittings() -> None:
    assert Budget(minutes=10).progress(5, 300) == pytest.approx(0.5)
    assert Budget(minutes=10, steps=6).progress(6, 1) == 1


def test_no_minutes_are_used_at_once() -> None:
    assert Budget(minutes=0).progress(0, 0) == 1
    assert Budget().progress(1000, 1000) == 0


def test_a_loss_that_is_no_number_leaves_the_last_checkpoint(tmp_path: Path) -> None:
    class Stage:
        def __init__(self) -> None:
            self.model = torch.nn.Linear(1, 1)

        def losses(self, step: int) -> dict[str, torch.Tensor]:
            return {"loss": self.model(torch.ones(1)).sum() * (float("nan") if step >= 3 else 1.0)}

        def evaluate(self, model: torch.nn.Module) -> tuple[dict[str, float], None]:
            return {}, None

    ticks = itertools.count(step=100.0)
    with pytest.raises(Diverged, match="has diverged"):
        fit(Run(Stage(), Recipe(learning_rate=0.1), Budget(steps=9), tmp_path), lambda: next(ticks))
    state = checkpoint.load(tmp_path / "checkpoint.pt")
    assert state is not None and state.step == 3
    assert all(value.isfinite().all() for value in state.model.values())


def test_a_checkpoint_of_another_net_is_named(tmp_path: Path) -> None:
    Run(AutoencoderStage(TOY.autoencoder), TOY.autoencoder_recipe, Budget(steps=2), tmp_path).save()
    wider = replace(TOY.autoencoder, channels=(8, 8, 16, 32))
    with pytest.raises(CheckpointUnfit, match="another net"):
        Run(AutoencoderStage(wider), TOY.autoencoder_recipe, Budget(steps=2), tmp_path)


def test_latents_that_are_kept_are_those_of_their_scenes_and_their_autoencoder(trained: Path, tmp_path: Path) -> None:
    vae = AutoencoderKL.from_pretrained(trained / "autoencoder" / "model")
    some = cached_latents(vae, 6, 64, tmp_path, chunk=4)
    more = cached_latents(vae, 9, 64, tmp_path, chunk=4)
    assert torch.equal(some, more[:6]) and torch.equal(more, cached_latents(vae, 9, 64, tmp_path / "afresh", chunk=9))
    with torch.no_grad():
        vae.quant_conv.bias += 1
    assert not torch.equal(more, cached_latents(vae, 9, 64, tmp_path, chunk=4))


def test_the_rate_rises_stays_and_falls() -> None:
    recipe = Recipe(learning_rate=1.0, warmup=10, decay_from=0.5)
    assert recipe.rate(0, 0) == pytest.approx(0.1)
    assert recipe.rate(50, 0.4) == 1
    assert recipe.rate(90, 0.75) == pytest.approx(0.5)
    assert recipe.rate(100, 1) == 0
    assert Recipe(learning_rate=1.0, warmup=0, decay_from=1.0).rate(0, 0.9) == 1


def test_who_has_learnt_goes_on_more_slowly() -> None:
    recipe = Recipe(learning_rate=1.0, warmup=1, decay_from=0.6).going_on()
    assert [recipe.rate(5, progress) for progress in (0.0, 0.5, 1.0)] == pytest.approx([0.4, 0.2, 0.0])


def test_a_stage_says_what_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StageMissing, match="needs autoencoder"):
        train("diffusion", "toy", None, tmp_path)


def test_a_preset_without_an_end_wants_minutes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="minutes"):
        train("autoencoder", "cpu", None, tmp_path)


@torch.no_grad()
def test_normalised_latents_change_no_picture() -> None:
    vae = AutoencoderStage(TOY.autoencoder).vae
    pictures = batch(scenes(0, 8), 64)
    before = vae.encode(pictures).latent_dist
    output = vae.decode(before.mode()).sample
    normalise(vae, before.mode())
    after = vae.encode(pictures).latent_dist
    assert after.mode().mean(dim=(0, 2, 3)).abs().max() < 1e-3
    assert (after.mode().std(dim=(0, 2, 3)) - 1).abs().max() < 1e-3
    assert torch.allclose(vae.decode(after.mode()).sample, output, atol=1e-3)
    deviation = before.mode().std(dim=(0, 2, 3)).view(1, -1, 1, 1)
    assert torch.allclose(after.std, before.std / deviation, rtol=1e-3)


def test_siblings_differ_in_one_thing() -> None:
    for seed in range(300):
        scene = sample(seed)
        other = sibling(scene, Random(f"{seed}"))
        a, b = meaning(scene), meaning(other)
        if len(scene.things) > 1 and {x.key for x in scene.things} == {x.key for x in other.things}:
            continue
        assert sum(x != y for x, y in zip(a[2:], b[2:], strict=True)) + (a[:2] != b[:2]) <= 1


def test_pairs_of_equal_meaning_are_no_negatives() -> None:
    same = torch.tensor([[True, True], [True, True]])
    vectors = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert contrastive(vectors, vectors, torch.tensor(10.0), same).item() == pytest.approx(0)
    apart = torch.eye(2, dtype=torch.bool)
    assert contrastive(vectors, vectors, torch.tensor(10.0), apart).item() == pytest.approx(0.6931, abs=1e-3)


def test_the_foreground_is_where_the_thing_stands() -> None:
    scene = Scene("snow", "day", (Thing("fox", 0.5, 0.5, 0.5),), 1)
    mask = foreground(squares([scene, Scene("snow", "day", (), 1)]), 16)
    assert mask.shape == (2, 1, 16, 16)
    assert mask[0].sum() == 64 and mask[0, 0, 8, 8] == 1 and mask[0, 0, 0, 0] == 0
    assert mask[1].sum() == 0


def test_what_is_worn_counts_beside_who_wears_it() -> None:
    rider = Thing("cat", 0.5, 0.5, 0.9, worn="sunglasses", ridden="bicycle")
    mask = foreground(squares([Scene("snow", "day", (rider,), 1)]), 64)[0, 0]
    picture = levels([Scene("snow", "day", (rider,), 1)], 256)[0].float()
    bare = levels([Scene("snow", "day", (replace(rider, worn=None),), 1)], 256)[0].float()
    changed = (picture - bare).abs().amax(dim=0).view(64, 4, 64, 4).amax(dim=(1, 3)) > 0
    assert changed.any() and (mask[changed] == 2).float().mean() > 0.9  # a pixel may end within the next place
    assert mask.max() == 2 and (mask == 2).sum() < 0.2 * (mask > 0).sum()


def test_what_is_worn_is_drawn_as_often_as_wanted() -> None:
    tokenizer, device = build(), torch.device("cpu")
    kept = torch.arange(600).float()
    dressed = [any(thing.worn for thing in sample(seed).things) for seed in range(600)]

    def share(worn: float) -> float:
        drawn = SceneLatents(kept, tokenizer, 3, worn).take(0, 300, device)["latents"]
        return sum(dressed[int(seed)] for seed in drawn) / 300

    usual = sum(dressed) / 600
    assert share(0.0) == pytest.approx(usual, abs=0.06)
    assert share(0.5) == pytest.approx(0.5 + 0.5 * usual, abs=0.06)
    assert share(1.0) == 1.0


def test_pictures_survive_the_way_to_tensors_and_back() -> None:
    pictures = batch(scenes(0, 2), 64)
    assert torch.allclose(tensors(images(pictures)), pictures, atol=1e-6)


def test_every_preset_fits_its_own_parts() -> None:
    for preset in PRESETS.values():
        assert preset.diffusion.text_width == preset.clip.width
        assert preset.decoder.channels == preset.autoencoder.channels
        assert preset.diffusion.size == preset.autoencoder.size == preset.decoder.size >= preset.clip.size
