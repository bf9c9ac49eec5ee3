"""An owner's folder: what can be used is used, what cannot is named with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from training.data.folder import NothingToLearn, bucket, fingerprint, read


def noise(seed: int, size: tuple[int, int] = (96, 96)) -> Image.Image:
    return Image.frombytes("RGB", (12, 12), Random(seed).randbytes(432)).resize(size)


def put(folder: Path, name: str, picture: Image.Image, words: str | None = "a thing") -> None:
    picture.save(folder / name)
    if words is not None:
        (folder / name).with_suffix(".txt").write_text(words, "utf-8")


def test_pictures_come_with_their_words_in_buckets(tmp_path: Path) -> None:
    put(tmp_path, "a.png", noise(1), "a red fox")
    put(tmp_path, "b.jpg", noise(2, (300, 150)), "宽的画")
    examples, report = read(tmp_path, 64)
    assert [(e.name, e.caption, e.picture.size) for e in examples] == [
        ("a.png", "a red fox", (64, 64)),
        ("b.jpg", "宽的画", (88, 48)),
    ]
    assert report.left_out == {}


def test_lists_of_captions_are_read(tmp_path: Path) -> None:
    for seed, name in enumerate(("a.png", "b.png", "c.png")):
        put(tmp_path, name, noise(seed), None)
    (tmp_path / "captions.jsonl").write_text(json.dumps({"file_name": "a.png", "text": "one"}) + "\n\n", "utf-8")
    (tmp_path / "metadata.csv").write_text('file_name,text\nb.png,"two, three"\n', "utf-8")
    examples, report = read(tmp_path, 64)
    assert [e.caption for e in examples] == ["one", "two, three"]
    assert report.left_out == {"c.png": "it has no caption"}


def test_names_with_brackets_empty_words_and_what_else_lies_there(tmp_path: Path) -> None:
    put(tmp_path, "fox [1].png", noise(1), "\ufeffa fox")
    put(tmp_path, "fox.close.png", noise(2), None)
    (tmp_path / "fox.txt").write_text("of another picture", "utf-8")
    put(tmp_path, "none.png", noise(3), None)
    (tmp_path / "photo.heic").write_bytes(b"a photograph")
    rows = [{"file_name": "none.png", "text": None}, {"file_name": "gone.png", "text": "gone"}]
    (tmp_path / "metadata.jsonl").write_text("\ufeff" + "\n".join(map(json.dumps, rows)), "utf-8")
    examples, report = read(tmp_path, 64)
    assert [(e.name, e.caption) for e in examples] == [("fox [1].png", "a fox")]
    assert report.left_out == {
        "fox.close.png": "it has no caption",
        "none.png": "it has no caption",
        "photo.heic": "it is no picture of a kind that can be read",
        "gone.png": "it does not lie in the folder itself",
    }


@pytest.mark.parametrize("line", ["{broken", "[1, 2]"])
def test_a_list_with_a_broken_line_is_named(line: str, tmp_path: Path) -> None:
    put(tmp_path, "a.png", noise(1))
    (tmp_path / "captions.jsonl").write_text(line, "utf-8")
    with pytest.raises(ValueError, match=r"captions\.jsonl has a line"):
        read(tmp_path, 64)


def test_broken_tiny_double_and_huge_pictures_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "good.png", noise(1))
    put(tmp_path, "twin.png", noise(1, (200, 200)))
    put(tmp_path, "tiny.png", noise(3, (20, 20)))
    put(tmp_path, "vast.png", noise(4, (400, 400)))
    (tmp_path / "cut.png").write_bytes((tmp_path / "vast.png").read_bytes()[:400])
    (tmp_path / "cut.txt").write_text("cut", "utf-8")
    (tmp_path / "words.jpg").write_bytes(b"not a picture")
    (tmp_path / "words.txt").write_text("words", "utf-8")
    monkeypatch.setattr("training.data.folder.MOST_PIXELS", 100_000)
    examples, report = read(tmp_path, 64)
    assert [e.name for e in examples] == ["good.png"]
    assert set(report.left_out) == {"twin.png", "tiny.png", "vast.png", "cut.png", "words.jpg"}
    assert report.left_out["twin.png"] == "it is nearly the same as good.png"
    assert "too many" in report.left_out["vast.png"] and "too few" in report.left_out["tiny.png"]


def test_a_folder_without_anything_says_why(tmp_path: Path) -> None:
    with pytest.raises(NothingToLearn, match="It holds none"):
        read(tmp_path, 64)
    put(tmp_path, "a.png", noise(1), "")
    with pytest.raises(NothingToLearn, match=r"a\.png: it has no caption"):
        read(tmp_path, 64)


def test_transparency_becomes_white_and_turned_photographs_stand_upright(tmp_path: Path) -> None:
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    (tmp_path / "clear.txt").write_text("nothing", "utf-8")
    exif = Image.Exif()
    exif[0x0112] = 6
    noise(5, (192, 96)).save(tmp_path / "turned.jpg", exif=exif)
    (tmp_path / "turned.txt").write_text("turned", "utf-8")
    (clear, turned), _ = read(tmp_path, 64)
    assert clear.picture.getpixel((3, 3)) == (255, 255, 255)
    assert turned.picture.height > turned.picture.width


@pytest.mark.parametrize(
    ("size", "wanted"), [((100, 100), (512, 512)), ((1000, 500), (728, 360)), ((3, 4), (440, 592))]
)
def test_buckets_keep_the_area(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert bucket(*size, 512, 8) == wanted


def test_fingerprints_survive_scaling() -> None:
    picture = noise(9, (256, 256))
    assert (fingerprint(picture) ^ fingerprint(picture.resize((100, 90)))).bit_count() <= 4
    assert (fingerprint(picture) ^ fingerprint(noise(10, (256, 256)))).bit_count() > 8
