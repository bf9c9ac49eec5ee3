"""The bench: intervals, questions, measures without a judge, and the whole of it at toy size."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from PIL import Image

from training.data.holdout import held_out
from training.data.objects import objects
from training.data.render import FONT
from training.data.usual import plainly
from training.evaluate import run
from training.evaluation.bench import Exam
from training.evaluation.fidelity import frechet, psnr, ssim
from training.evaluation.painting import Gallery, Manner, wishes
from training.evaluation.questions import BY_NAME, TOPICS, asked
from training.evaluation.rendering import processes_for, renderer
from training.evaluation.sentences import bleu, cider, names, words_of
from training.evaluation.share import Share
from training.pictures import UNSEEN, batch, scenes

pytestmark = pytest.mark.torch
needs_font = pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")


def test_the_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval()
    assert (low, high) == pytest.approx((0.4902, 0.9433), abs=1e-3)
    assert Share(0, 10).interval()[0] == 0
    assert str(Share(80, 160)).startswith("80/160 = 50.0%")


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_questions_have_what_they_ask_about_and_nothing_else_that_training_never_saw(topic: object) -> None:
    chosen = BY_NAME[topic.name]  # type: ignore[attr-defined]
    found = asked(chosen, 20)
    assert found == asked(chosen, 20) and all(scene.seed >= UNSEEN and not held_out(scene) for scene in found)
    if chosen.held_by:
        assert all(held_out(scene) == {chosen.held_by} for scene in asked(chosen, 20, unseen=True))


def test_every_object_is_asked_for_equally_often() -> None:
    found = asked(BY_NAME["object"], 2 * len(objects()))
    assert [scene.things[0].key for scene in found] == [item.key for item in objects()] * 2


def test_questions_are_put_in_usual_words_and_tell_what_is_asked() -> None:
    for topic, words in (("colour", ("tint",)), ("time", ("time",)), ("style", ("style",)), ("weather", ("weather",))):
        for scene in asked(BY_NAME[topic], 30):
            plain = {"tint": None, "time": "day", "style": "flat", "weather": "clear"}
            told = (plainly(scene, "en"), plainly(scene, "zh"))
            value = scene.things[0].tint if words == ("tint",) else getattr(scene, words[0])
            assert value != plain[words[0]] and len(told[0].split()) > 3 and len(told[1]) > 4
            if topic == "colour":
                assert str(value) in told[0]


def test_chinese_is_asked_for_in_an_unusual_order_and_otherwise_alike() -> None:
    for topic, usual, unusual in (("object", "{}", "有{}"), ("pair", "在{}", "{}")):
        for scene in asked(BY_NAME[topic], 30, unseen=topic == "pair"):
            told, other = (Exam(topic, "zh", unusual=order).prompt(scene) for order in (False, True))
            words = told.removeprefix("在") if topic == "pair" else told
            assert (told, other) == (usual.format(words), unusual.format(words)) and told == plainly(scene, "zh")


def test_frechet_of_known_gaussians() -> None:
    draw = torch.Generator().manual_seed(1)
    one = torch.randn(4000, 3, generator=draw)
    assert frechet(one, one) == pytest.approx(0, abs=1e-6)
    assert frechet(one, one + 2) == pytest.approx(12, rel=1e-6)
    assert frechet(one, 3 * torch.randn(4000, 3, generator=draw)) == pytest.approx(3 * (3 - 1) ** 2, rel=0.08)


def test_psnr_and_ssim_of_known_pictures() -> None:
    picture = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(2)) * 1.6 - 0.8
    assert psnr(picture, picture + 0.2) == pytest.approx(20, abs=1e-3)
    assert ssim(picture, picture) == pytest.approx(1, abs=1e-5)
    assert ssim(picture, -picture) < 0 < ssim(picture, picture + 0.1 * torch.randn_like(picture)) < 1


def test_bleu_and_cider() -> None:
    said, wanted = ["a red fox in the snow at night"], [["a red fox in the snow at night", "something else"]]
    assert bleu(said, wanted, "en") == pytest.approx(100)
    assert bleu(["一只狐狸在雪地里"], [["一只狐狸在雪地里"]], "zh") == pytest.approx(100)
    assert bleu(["a cat"], [["the dog in a house by the sea"]], "en") < 10
    foxes = [words_of(text, "en") for text in ("a red fox sits here", "two blue boats at sea")]
    assert cider(foxes, [[words] for words in foxes]) == pytest.approx(10)
    assert cider(foxes, [[words] for words in foxes[::-1]]) == 0
    # two pictures, one word each side: tf-idf of "fox" against ("red", "fox") is 1/sqrt(2), in unigrams alone
    assert cider([["fox"], ["sea"]], [[["red", "fox"]], [["sea"]]]) == pytest.approx(
        (1 / math.sqrt(2) + 1) / 2 / 4 * 10
    )


def test_bleu_and_cider_of_a_published_example() -> None:
    """The example of nlg-eval's README, which scores it with the COCO tools (github.com/Maluuba/nlg-eval)."""
    said = [
        "this is the model generated sentence1 which seems good enough",
        "this is sentence2 which has been generated by your model",
    ]
    wanted = [
        ["this is one reference sentence for sentence1", "this is one more reference sentence for sentence1"],
        [
            "this is a reference sentence for sentence2 which was generated by your model",
            "this is the second reference sentence for sentence2",
        ],
    ]
    assert bleu(said, wanted, "en") == pytest.approx(100 * 0.201143, abs=1e-4)
    words = [words_of(text, "en") for text in said]
    told = [[words_of(text, "en") for text in texts] for texts in wanted]
    assert cider(words, told, sigma=6) == pytest.approx(1.242192, abs=1e-6)
    assert cider(words, told) > cider(words, told, sigma=6)  # no sentence is as long as any of its references


def test_names_in_both_languages() -> None:
    scene = asked(BY_NAME["pair"], 1)[0]
    assert names(scene, plainly(scene, "en"), "en") == names(scene, plainly(scene, "zh"), "zh") == (2, 2)
    assert names(scene, "nothing at all", "en") == (0, 2)


@needs_font
def test_several_processes_render_what_one_does() -> None:
    assert (processes_for(2), processes_for(16)) == (1, 15)
    chosen = scenes(UNSEEN, 20)
    with renderer(2) as rendered:
        assert torch.equal(rendered(chosen, 48), batch(chosen, 48))


def test_a_gpu_that_is_not_there_is_not_replaced_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(SystemExit):
        run(["--device", "cuda"])
    assert "no device cuda here, only cpu" in capsys.readouterr().err


@needs_font
def test_a_toy_model_is_measured_from_end_to_end(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tmp_path / "results.json"
    arguments = [
        "--model",
        trained / "model",
        "--judge",
        trained / "judge" / "model",
        "--each",
        "2",
        "--topics",
        "pair",
    ]
    arguments += ["--steps", "2", "--parts", "attributes", "likeness", "autoencoder", "captioner", "scales"]
    arguments += ["--unusual", "--json", found, "--sheet", tmp_path / "sheet.png"]
    assert run(list(map(str, arguments))) == 1
    told = json.loads(found.read_text("utf-8"))
    assert {(row["language"], row["unusual"], row["unseen"]) for row in told["rows"]} == {
        (*asked, unseen) for asked in (("en", False), ("zh", False), ("zh", True)) for unseen in (False, True)
    }
    assert told["autoencoder"]["psnr"] > 5 and told["autoencoder"]["preview_psnr"] > 3
    assert told["likeness"]["frechet"] > 0 and 0 <= told["autoencoder"]["ceiling_colour_colour"] <= 1
    assert list(told["scales"]) == ["1.0", "2.0", "3.0", "5.0", "8.0"] and set(told["scales"].values()) <= {
        0.0,
        0.5,
        1.0,
    }
    assert (tmp_path / "sheet.png").is_file()
    said = capsys.readouterr().out
    assert "pair, unseen, zh, unusual order" in said and said.count("MISSED") >= 3
    for about in ("pair, unseen, en, pair", "pair, unseen, zh, pair", "autoencoder, psnr", "captioner_zh, named"):
        assert f"\n{about}: " in said


class Counting:
    """Paints one grey a picture, and knows what it was asked for."""

    device = torch.device("cpu")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, prompts: list[str], **_: object) -> SimpleNamespace:
        self.asked += prompts
        return SimpleNamespace(images=[Image.new("RGB", (4, 4), (len(self.asked),) * 3) for _ in prompts])


def test_a_gallery_paints_what_is_missing_and_nothing_twice(tmp_path: Path) -> None:
    pipe, manner, gallery = Counting(), Manner(steps=2, scale=1.0), Gallery(tmp_path / "kept", "these weights")
    first = gallery.complete(lambda: pipe, wishes(["a fox", "an owl"]), manner)
    again = gallery.complete(lambda: pipe, wishes(["a fox", "an owl", "a bee"]), manner)
    assert pipe.asked == ["a fox", "an owl", "a bee"]
    assert [picture.tobytes() for picture in again[:2]] == [picture.tobytes() for picture in first]
    Gallery(tmp_path / "kept", "other weights").complete(lambda: pipe, wishes(["a fox"]), manner)
    gallery.complete(lambda: pipe, wishes(["a fox"], first_seed=1), manner)
    gallery.complete(lambda: pipe, wishes(["a fox"]), Manner(steps=3, scale=1.0))
    assert pipe.asked[3:] == ["a fox"] * 3
