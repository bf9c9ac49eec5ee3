"""The stock checker of pictures, tiny, its concept made by hand: what it flags is refused, what it cannot is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from PIL import Image
from transformers import CLIPConfig, CLIPImageProcessor

from jobs.catalog import Catalog, ModelEntry
from jobs.settings import SharedSettings
from models.errors import ModelNotFound
from models.safety import load_checker
from worker.gpu.checks import CheckerDown, PictureRefused, check
from worker.gpu.guards import Guards

pytestmark = pytest.mark.torch

RED, GREEN = (Image.new("RGB", (48, 48), colour) for colour in ("red", "green"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checker that flags whatever looks like a red square."""
    torch.manual_seed(3)
    vision = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        "image_size": 32, "patch_size": 8,
    }  # fmt: skip
    net = StableDiffusionSafetyChecker(CLIPConfig(vision_config=vision, projection_dim=8)).eval()
    processor = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    seen = processor(images=RED, return_tensors="pt")["pixel_values"]
    with torch.no_grad():
        for weights in (net.concept_embeds, net.special_care_embeds):
            weights.copy_(-net.visual_projection(net.vision_model(seen)[1]).expand_as(weights))
        net.concept_embeds[0].neg_()
        net.concept_embeds_weights.fill_(0.999)
        net.special_care_embeds_weights.fill_(0.999)
    path = tmp_path_factory.mktemp("checker")
    net.save_pretrained(path)
    processor.save_pretrained(path)
    return path


def guards(source: str) -> Guards:
    embedded = Catalog.from_toml(None, SharedSettings().storybook).models
    dreamer = ModelEntry(name="dreamer", source="somewhere", checkers=(source,))
    return Guards(Catalog(models=(dreamer, *embedded), default="dreamer"), load_checker)


def test_what_it_flags_is_refused_and_nothing_else(folder: Path) -> None:
    checkers = guards(str(folder))["dreamer"]
    check(checkers, [GREEN])
    with pytest.raises(PictureRefused):
        check(checkers, [GREEN, RED])


def test_the_embedded_model_has_none(folder: Path) -> None:
    assert guards(str(folder))["storybook"] == []
    assert guards(str(folder)).get("nobody", ()) == ()


def test_one_that_cannot_be_loaded_lets_nothing_through(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound):
        load_checker(str(tmp_path))
    with pytest.raises(CheckerDown):
        guards(str(tmp_path)).get("dreamer", ())
