"""A given CLIP is taught on, whatever its sizes, words and scaling; what it becomes loads wherever it came from."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch
from PIL import Image
from transformers import CLIPModel, CLIPProcessor, CLIPTextModel
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from models.clip import Clip, levelled, load_clip
from tests.models.tiny import clip, clip_tokenizer, text_config
from tests.training.toy import ends_alike
from training.clip import SHARPEST, ClipStage, embedded
from training.clip_examples import OwnPictures, RenderedScenes, Shown, TooFewToTellApart
from training.clip_tuning import (
    ClipTuning,
    ClipTuningSettings,
    ClipUnfit,
    languages,
    load,
    place_of,
    save,
    scaling,
)
from training.data.folder import NothingToLearn
from training.data.render import FONT
from training.loop import Budget, Recipe, Run
from training.pictures import generator
from training.presets import TOY
from training.sitting import Plan
from training.stages import APART, StageMissing, train
from training.tokenizer import build

pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]
drawn = pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")

STORYBOOK = Path(__file__).resolve().parents[2] / "models" / "storybook"
SETTINGS = ClipTuningSettings(batch=8, scenes=32, unseen=8)
RECIPE = Recipe(learning_rate=3e-3, warmup=2, ema=0.5)
SHADES = {
    "red": (200, 30, 30),
    "blue": (30, 30, 200),
    "green": (30, 160, 30),
    "black": (10, 10, 10),
    "white": (250,) * 3,
}
STRANGE: dict[str, Any] = {"image_mean": [0.4, 0.3, 0.2], "image_std": [0.2, 0.3, 0.4], "do_center_crop": False}


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A CLIP of 32 px with words of letters."""
    torch.manual_seed(7)
    clip(tmp_path / "given")
    return tmp_path / "given"


def coloured(folder: Path, number: int, words: str = "{}") -> Path:
    """A folder with so many pictures of one colour each, all different, and its name for words."""
    folder.mkdir(exist_ok=True)
    for row in range(number):
        name = list(SHADES)[row % len(SHADES)]
        grain = Image.frombytes("L", (9, 8), Random(row).randbytes(72)).resize((96, 96 + 32 * (row % 3)))
        plain = Image.new("RGB", grain.size, SHADES[name])
        Image.blend(plain, grain.convert("RGB"), 0.2).save(folder / f"{row:03d}.png")
        (folder / f"{row:03d}.txt").write_text(words.format(name), "utf-8")
    return folder


def tuned(stage: ClipTuning, folder: Path, steps: int) -> tuple[float, float]:
    """The mean loss of the first five steps and of the last five; the averaged weights are left in place."""
    run = Run(stage, RECIPE, Budget(steps=steps), folder)
    losses = [run.advance()["loss"].item() for _ in range(steps)]
    run.averaged()
    return sum(losses[:5]) / 5, sum(losses[-5:]) / 5


def looks(seeing: Clip) -> tuple[torch.Tensor, torch.Tensor]:
    """What it makes of two pictures, and of two texts."""
    pixels = torch.rand(2, 3, 48, 48, generator=generator(1)) * 2 - 1
    with torch.no_grad():
        return seeing.pictures(pixels), seeing.words(["red", "a blue thing"])


@drawn
def test_it_learns_our_scenes(given: Path, tmp_path: Path) -> None:
    seeing = load(given)
    stage = ClipTuning(SETTINGS, seeing, RenderedScenes(seeing.side, ("en",), 32, 8))
    first, last = tuned(stage, tmp_path / "run", 60)
    assert last < 0.9 * first
    assert 0 <= stage.evaluate(stage.model)[0]["nearest"] <= 1


@drawn
def test_scenes_come_with_siblings_at_its_size_and_in_its_languages() -> None:
    scenes = RenderedScenes(48, ("en",), 32, 8)
    shown, again = (scenes.draw(Random(3), 6) for _ in range(2))
    assert shown.pictures.shape == (6, 3, 48, 48)
    assert torch.equal(shown.pictures, again.pictures) and shown.captions == again.captions
    assert not any(shown.alike[row, row + 1] for row in (0, 2, 4))
    assert all(words.isascii() for words in (*shown.captions, *scenes.unseen.captions))
    assert len(set(scenes.unseen.meanings)) == len(scenes.unseen.pictures) == 8
    both = RenderedScenes(32, ("en", "zh"), 32, 8)
    assert {words.isascii() for words in both.unseen.captions} == {True, False}
    assert len(both.draw(Random(1), 100).captions) == 32


def test_it_learns_an_owners_pictures_and_says_how_well(given: Path, tmp_path: Path) -> None:
    pictures = OwnPictures(coloured(tmp_path / "pictures", 50), 32, 1)
    stage = ClipTuning(SETTINGS, load(given), pictures)
    before = stage.evaluate(stage.model)[0]
    first, last = tuned(stage, tmp_path / "run", 60)
    after = stage.evaluate(stage.model)[0]
    assert last < 0.8 * first
    assert before["among"] == after["among"] == 5
    assert before["nearest"] < after["nearest"] > 0.7


def test_a_tenth_is_kept_back_with_as_many_captions_as_it_can(tmp_path: Path) -> None:
    pictures = OwnPictures(coloured(tmp_path / "pictures", 50), 32, 1)
    assert len(pictures.unseen.pictures) == 5 and len(pictures.learnt.pictures) == 45
    assert set(pictures.unseen.captions) == set(pictures.learnt.captions) == set(SHADES)
    drawn = pictures.draw(Random(1), 100)
    assert len(drawn.captions) == 45 and drawn.pictures.shape == (45, 3, 32, 32)
    for words, picture in zip(drawn.captions, drawn.pictures, strict=True):
        near = {name: (picture.float().mean(dim=(1, 2)) - torch.tensor(rgb)).norm() for name, rgb in SHADES.items()}
        assert min(near, key=lambda name: near[name]) == words


def test_what_cannot_be_used_is_told_and_too_little_is_refused(tmp_path: Path) -> None:
    folder = coloured(tmp_path / "pictures", 4)
    (folder / "broken.png").write_bytes(b"no picture")
    (folder / "broken.txt").write_text("broken", "utf-8")
    assert set(OwnPictures(folder, 32, 1).left_out) == {"broken.png"}
    with pytest.raises(TooFewToTellApart, match="3 pictures with 3 different captions"):
        OwnPictures(coloured(tmp_path / "three", 3), 32, 1)
    with pytest.raises(TooFewToTellApart, match="9 pictures with 1 different captions"):
        OwnPictures(coloured(tmp_path / "alike", 9, "a colour"), 32, 1)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToLearn):
        OwnPictures(tmp_path / "empty", 32, 1)


def test_an_interruption_changes_nothing(given: Path, tmp_path: Path) -> None:
    said = json.loads((given / "config.json").read_text("utf-8"))
    for tower in ("text_config", "vision_config"):
        said[tower]["attention_dropout"] = 0.5
    (given / "config.json").write_text(json.dumps(said), "utf-8")
    folder = coloured(tmp_path / "pictures", 20)

    def begin(name: str) -> Run:
        stage = ClipTuning(SETTINGS, load(given), OwnPictures(folder, 32, 1))
        run = Run(stage, RECIPE, Budget(steps=6), tmp_path / name)
        run.stage.model.train()  # as an evaluation leaves it
        return run

    ends_alike(begin, 6, 3)


@pytest.mark.parametrize("written_by", ["nobody", "transformers 4", "transformers 5"])
def test_what_it_becomes_loads_like_any_clip(written_by: str, given: Path, tmp_path: Path) -> None:
    if written_by == "transformers 4":
        (given / "preprocessor_config.json").write_text(json.dumps(STRANGE), "utf-8")
    elif written_by == "transformers 5":
        processor = CLIPImageProcessorPil(**STRANGE, size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
        CLIPProcessor(processor, clip_tokenizer(tmp_path / "words")).save_pretrained(given)
        assert not (given / "preprocessor_config.json").exists()
    seeing = load(given)
    stage = ClipTuning(SETTINGS, seeing, OwnPictures(coloured(tmp_path / "pictures", 20), 32, 1))
    before = looks(seeing)
    tuned(stage, tmp_path / "run", 3)
    save(stage.result(), scaling(place_of(given)), tmp_path / "made")
    loaded, ours = load_clip(tmp_path / "made", "cpu"), load(tmp_path / "made")
    assert (loaded.mean, loaded.std) == (ours.mean, ours.std) == (seeing.mean, seeing.std)
    assert (loaded.mean == (0.4, 0.3, 0.2)) == (written_by != "nobody")
    for was, now, other, mine in zip(before, looks(seeing), looks(loaded), looks(ours), strict=True):
        assert torch.equal(now, other) and torch.equal(now, mine) and not torch.allclose(was, now, atol=1e-4)
    said = json.loads((tmp_path / "made" / "preprocessor_config.json").read_text("utf-8"))
    assert said["size"] == {"shortest_edge": 32} and said.get("do_center_crop", True) == (written_by == "nobody")
    assert str(tmp_path) not in "".join(path.read_text("utf-8") for path in (tmp_path / "made").glob("*.json"))


def test_stock_transformers_sees_what_it_was_taught_on(given: Path, tmp_path: Path) -> None:
    seeing = load(given)
    stage = ClipTuning(SETTINGS, seeing, OwnPictures(coloured(tmp_path / "pictures", 20), 32, 1))
    tuned(stage, tmp_path / "run", 2)
    save(stage.result(), scaling(given), tmp_path / "made")
    stock = CLIPModel.from_pretrained(tmp_path / "made").eval()
    pixels = torch.rand(2, 3, 32, 32, generator=generator(1)) * 2 - 1
    ids = stage.ids(["red", "blue"])
    with torch.no_grad():
        told = stock(input_ids=ids, pixel_values=levelled(pixels, seeing.mean, seeing.std))
        assert torch.allclose(told.image_embeds, seeing.pictures(pixels), atol=1e-5)
        assert torch.allclose(told.text_embeds, seeing.words(["red", "blue"]), atol=1e-6)
        rough, _ = embedded(seeing.model, levelled(pixels, seeing.mean, seeing.std), ids)
    assert torch.allclose(rough, told.image_embeds, atol=0.05)


@pytest.mark.parametrize(
    ("text", "vision", "learn"),
    [
        (0, 1, {"vision_model.encoder.layers.1", "vision_model.post_layernorm", "visual_projection"}),
        (1, 0, {"text_model.encoder.layers.1", "text_model.final_layer_norm", "text_projection"}),
        (0, None, {"vision_model", "visual_projection"}),
    ],
)
def test_the_top_layers_alone_learn(
    text: int, vision: int | None, learn: set[str], given: Path, tmp_path: Path
) -> None:
    seeing = load(given)
    before = {name: value.clone() for name, value in seeing.model.state_dict().items()}
    settings = ClipTuningSettings(batch=8, text_layers=text, vision_layers=vision)
    stage = ClipTuning(settings, seeing, OwnPictures(coloured(tmp_path / "pictures", 20), 32, 1))
    tuned(stage, tmp_path / "run", 3)
    wanted = {name for name in before if name == "logit_scale" or name.startswith(tuple(learn))}
    changed = {name for name, value in seeing.model.state_dict().items() if not torch.equal(value, before[name])}
    assert changed <= wanted
    assert {name for name in wanted if not name.endswith(("bias", "position_embedding.weight"))} <= changed


def test_the_temperature_is_held_and_comes_back_from_its_end(given: Path, tmp_path: Path) -> None:
    stage = ClipTuning(SETTINGS, load(given), OwnPictures(coloured(tmp_path / "pictures", 20), 32, 1))
    with torch.no_grad():
        stage.model.logit_scale.fill_(9.0)
    losses = stage.losses(0)
    losses["loss"].backward()
    assert losses["scale"].item() == pytest.approx(100)
    assert stage.model.logit_scale.grad.abs() > 0
    with torch.no_grad():
        stage.model.logit_scale.fill_(9.0)
    assert stage.result().model.logit_scale.item() == pytest.approx(SHARPEST)


@drawn
def test_a_clip_of_ours_comes_back_from_the_temperatures_end_too() -> None:
    stage = ClipStage(TOY.clip, build(["a fox"]))
    with torch.no_grad():
        stage.clip.logit_scale.fill_(9.0)
    losses = stage.losses(0)
    losses["loss"].backward()
    assert losses["scale"].item() == pytest.approx(100) and stage.clip.logit_scale.grad.abs() > 0


def test_equal_captions_are_no_negatives(given: Path) -> None:
    class Twice:
        """Two pictures of other meanings whose captions say the same."""

        count = 2
        left_out: dict[str, str]
        of: object
        unseen: Shown

        def draw(self, rng: Random, count: int) -> Shown:
            pictures = torch.randint(256, (2, 3, 32, 32), generator=generator(1)).byte()
            return Shown(pictures, ["red", "red"], ["a red fox", "a red car"])

    losses = ClipTuning(SETTINGS, load(given), Twice()).losses(0)
    assert losses["loss"].item() == pytest.approx(0) and losses["accuracy"].item() == 1


def test_chinese_is_taught_to_those_alone_who_can_read_it(tmp_path: Path) -> None:
    assert languages(clip_tokenizer(tmp_path)) == ("en",)  # unknown
    assert languages(build(["a fox in the snow"])) == ("en",)  # bytes
    assert languages(build(["雪地里站着一只红色的狐狸"])) == ("en", "zh")


def test_a_model_folder_of_ours_gives_its_clip() -> None:
    seeing = load(STORYBOOK)
    assert seeing.mean == seeing.std == (0.5, 0.5, 0.5) and seeing.side == 128
    assert place_of(STORYBOOK) == STORYBOOK / "clip" and languages(seeing.tokenizer) == ("en", "zh")


def _without_tokenizer(folder: Path) -> None:
    for path in folder.glob("tokenizer*"):
        path.unlink()


def _text_tower(folder: Path) -> None:
    CLIPTextModel(text_config()).save_pretrained(folder)


def _shortened(folder: Path) -> None:
    weights = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(weights[: len(weights) // 2])


def _of_other_sizes(folder: Path) -> None:
    said = json.loads((folder / "config.json").read_text("utf-8"))
    said["vision_config"]["num_hidden_layers"] = 3
    (folder / "config.json").write_text(json.dumps(said), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (shutil.rmtree, "there is no such folder"),
        (lambda folder: (folder / "config.json").unlink(), "config.json cannot be read"),
        (lambda folder: (folder / "config.json").write_text("{", "utf-8"), "config.json cannot be read"),
        (_text_tower, "is clip_text_model"),
        (_without_tokenizer, "no tokenizer"),
        (lambda folder: (folder / "model.safetensors").unlink(), "model.safetensors"),
        (_shortened, "no CLIP"),
        (_of_other_sizes, "its weights lack vision_model.encoder.layers.2"),
        (lambda folder: build(["a fox"]).save_pretrained(folder), "tokens, and its text tower 54"),
    ],
)
def test_what_is_no_clip_is_named(spoil: Any, why: str, given: Path) -> None:
    spoil(given)
    with pytest.raises(ClipUnfit, match=why) as told:
        load(given)
    assert str(told.value).startswith(str(given)) and len(str(told.value).splitlines()) == 1


def test_the_stage_by_its_name_goes_on_and_begins_anew_with_other_pictures(given: Path, tmp_path: Path) -> None:
    folder = coloured(tmp_path / "pictures", 20)
    with pytest.raises(StageMissing, match="--from"):
        train("clip-tune", "toy", None, tmp_path / "out", pictures=folder)
    numbers = train("clip-tune", "toy", None, tmp_path / "out", start=given, pictures=folder)["clip-tune"]
    assert numbers["pictures"] == 20 and numbers["left_out"] == 0 and 0 <= numbers["nearest_before"] <= 1
    assert numbers["kept"] == (numbers["nearest"] >= numbers["nearest_before"])
    made = load_clip(tmp_path / "out" / "clip-tune" / "model", "cpu")
    again = train("clip-tune", "toy", None, tmp_path / "out", start=given, pictures=folder)["clip-tune"]
    assert again == numbers
    for one, other in zip(looks(made), looks(load_clip(tmp_path / "out" / "clip-tune" / "model", "cpu")), strict=True):
        assert torch.equal(one, other)
    others = coloured(tmp_path / "others", 12)
    fresh = train("clip-tune", "toy", None, tmp_path / "out", start=given, pictures=others)["clip-tune"]
    assert fresh["pictures"] == 12 and len(list((tmp_path / "out").glob("clip-tune-*/checkpoint.pt"))) == 1


def test_what_got_worse_is_not_kept(given: Path, tmp_path: Path) -> None:
    folder = coloured(tmp_path / "pictures", 50)
    seeing = load(given)
    tuned(ClipTuning(SETTINGS, seeing, OwnPictures(folder, 32, TOY.clip_tuning.seed)), tmp_path / "run", 60)
    save(seeing, {}, tmp_path / "good")
    ruinous = replace(TOY, clip_tuning_recipe=Recipe(learning_rate=0.3, warmup=1))
    plan = Plan(preset=ruinous, budget=Budget(steps=8), out=tmp_path, start=tmp_path / "good", pictures=folder)
    numbers = APART["clip-tune"](plan)
    assert numbers["nearest"] < numbers["nearest_before"] and numbers["kept"] == 0
    for was, now in zip(looks(seeing), looks(load(tmp_path / "clip-tune" / "model")), strict=True):
        assert torch.equal(was, now)
