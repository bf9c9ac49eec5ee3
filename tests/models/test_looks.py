"""Previews, upscaling, facts of files, chaos and cutouts: the small parts by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from models.chaos import noise_in_words, strayed
from models.cutouts import views
from models.errors import ModelBroken
from models.families import FAMILIES, family_of, pack, unpack
from models.inspect import inspect
from models.latents import encode, scaled, to_images, to_pixels
from models.preview import Previewer
from models.ranking import best
from models.seamless import quietly_cut
from models.softening import softened
from models.upscale import upscale
from models.vary import LEAST_STEPS, steps_for
from tests.models.comparing import ORDER, apart
from tests.models.tiny import PIPELINES, vae

pytestmark = pytest.mark.torch


def drawing(side: int) -> Image.Image:
    """A disc and a bar on a plain ground, without anti-aliasing of its own."""
    picture = Image.new("RGB", (side, side), (60, 120, 200))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((side * 0.2, side * 0.25, side * 0.7, side * 0.75), fill=(240, 200, 40))
    draw.rectangle((side * 0.6, side * 0.1, side * 0.9, side * 0.4), fill=(180, 30, 60))
    return picture


@torch.no_grad()
def test_a_large_autoencoder_is_previewed_by_a_fit_of_its_colours() -> None:
    """The handmade autoencoder keeps colours, so the fit must find them."""
    made = vae()
    affine = scaled(made.config)
    previewer = Previewer(made, affine)
    previewer.exact = False
    latents = encode(made, affine, to_pixels([drawing(128)]))
    (preview,) = previewer.images(latents)
    assert max(preview.size) == 256
    small = (16, 16)
    seen, true = (picture.resize(small, Image.Resampling.BOX) for picture in (preview, drawing(128)))
    assert apart([seen], [true]) < 4


@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 5), st.integers(1, 5))
def test_unpacking_undoes_packing(batch: int, channels: int, rows: int, columns: int) -> None:
    latents = torch.randn(batch, channels, 2 * rows, 2 * columns)
    packed = pack(latents, 2 * rows, 2 * columns)
    assert packed.shape == (batch, rows * columns, 4 * channels)
    assert torch.equal(unpack(packed, 2 * rows, 2 * columns), latents)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_pixels_and_pictures_are_the_same(red: int, green: int, blue: int) -> None:
    picture = Image.new("RGB", (4, 2), (red, green, blue))
    assert np.array_equal(np.asarray(to_images(to_pixels([picture]))[0]), np.asarray(picture))


def psnr(one: Image.Image, other: Image.Image) -> float:
    difference = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    return float(10 * np.log10(255**2 / np.mean(difference**2)))


def test_upscaling_is_nearer_to_the_truth_than_lanczos() -> None:
    large = drawing(512).resize((256, 256), Image.Resampling.BOX)
    small = large.resize((128, 128), Image.Resampling.BOX)
    ours = upscale(small)
    assert ours.size == large.size
    assert psnr(ours, large) > psnr(small.resize((256, 256), Image.Resampling.LANCZOS), large) + 1


def test_upscaling_invents_no_colours() -> None:
    small = drawing(64)
    levels, seen = np.asarray(upscale(small)), np.asarray(small)
    assert levels.min() >= seen.min()
    assert levels.max() <= seen.max()


@pytest.mark.parametrize("family", PIPELINES)
def test_a_folders_facts_are_read_without_loading_it(family: str, tiny: Callable[[str], Path]) -> None:
    folder = tiny(family)
    facts = inspect(str(folder))
    known = FAMILIES[family]
    assert (facts.family, facts.title) == (family, known.title)
    assert facts.pipeline in known.pipelines
    assert facts.native_size == (1024 if family == "flux" else 64)
    assert facts.parameters * 4 <= facts.disk_bytes < facts.parameters * 4 + 200_000
    assert facts.memory_bytes > facts.parameters * 2


def test_facts_of_an_unknown_family_name_its_class(tiny: Callable[[str], Path]) -> None:
    facts = inspect(str(tiny("stranger")))
    assert facts.family is None
    assert facts.title == facts.pipeline == "LatentConsistencyModelPipeline"


def test_a_folder_without_weights_has_no_facts(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text('{"_class_name": "FluxPipeline", "vae": ["diffusers", "AutoencoderKL"]}')
    with pytest.raises(ModelBroken, match="no safetensors weights"):
        inspect(str(tmp_path))


def test_every_family_is_found_by_the_classes_it_names() -> None:
    for family in FAMILIES.values():
        assert all(family_of(name) is family for name in family.pipelines)
    assert family_of("AudioLDMPipeline") is None


@given(st.integers(0, 100), st.floats(0, 1))
def test_the_noise_in_the_words_fades_and_is_none_at_the_end(chaos: int, done: float) -> None:
    assert 0 <= noise_in_words(chaos, done) <= chaos / 100
    assert noise_in_words(chaos, done) >= noise_in_words(chaos, min(1.0, done + 0.1))
    assert noise_in_words(chaos, 0.5) == 0


@given(st.floats(0, 1))
def test_straying_keeps_mean_and_deviation_of_the_words(amount: float) -> None:
    words, noise = torch.randn(2, 1, 77, 64, generator=torch.Generator().manual_seed(0))
    heard = strayed(3 * words + 2, noise, amount)
    assert abs(float(heard.mean()) - 2) < 0.3
    assert abs(float(heard.std()) - 3) < 0.3


@settings(max_examples=20)
@given(st.integers(8, 40), st.integers(8, 40), st.integers(0, 99))
def test_cutouts_show_the_whole_and_parts_of_it(height: int, width: int, seed: int) -> None:
    pixels = torch.rand(3, height, width)
    seen = views(pixels, 16, 4, torch.Generator().manual_seed(seed))
    assert seen.shape == (5, 3, 16, 16)
    assert abs(float(seen[0].mean() - pixels.mean())) < 0.05


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12), st.integers(1, 12))
def test_the_best_are_kept_in_their_order(scores: list[float], keep: int) -> None:
    kept = best(scores, keep)
    assert kept == sorted(kept)
    assert len(kept) == min(keep, len(scores))
    assert sorted(scores[place] for place in kept) == sorted(scores)[-len(kept) :]


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"seed": 2**32}, {"stop_percent": 0}, {"chaos": 101}, {"strength": 0}])
def test_an_order_that_nobody_can_mean_is_not_made(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        replace(ORDER, **wrong)


@given(st.integers(1, 60), st.floats(0.05, 1))
def test_a_variation_runs_enough_steps(steps: int, strength: float) -> None:
    assert steps_for(steps, strength) >= steps
    assert steps_for(steps, strength) * strength >= LEAST_STEPS - 1e-6


@given(st.integers(0, 2**16))
def test_a_picture_without_a_border_is_cut_where_the_step_is_least(seed: int) -> None:
    pixels = torch.randn(2, 3, 32, 48, generator=torch.Generator().manual_seed(seed))
    cut = quietly_cut(pixels)
    for before, after in zip(pixels, cut, strict=True):
        assert torch.equal(before.flatten().sort().values, after.flatten().sort().values)  # rolled, and nothing else
        for axis in (-1, -2):
            over = [(one.select(axis, 0) - one.select(axis, -1)).abs().mean() for one in (before, after)]
            assert over[1] <= over[0] + 1e-6


@given(st.floats(0, 0.99), st.floats(0, 0.99))
def test_the_more_noise_there_is_left_the_softer_is_the_picture(one: float, other: float) -> None:
    latents = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(3))
    less, more = (float(softened(latents, share).std()) for share in sorted((one, other)))
    assert more <= less + 1e-6
    assert torch.equal(softened(latents, 0), latents)
    assert torch.allclose(softened(torch.ones(1, 4, 8, 24), one), torch.ones(1, 4, 8, 24), atol=1e-5)


def test_on_a_torus_softening_has_no_border() -> None:
    latents = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(3))
    rolled = softened(latents.roll((5, 3), (-2, -1)), 0.5, seamless=True)
    assert torch.allclose(rolled, softened(latents, 0.5, seamless=True).roll((5, 3), (-2, -1)), atol=1e-5)
