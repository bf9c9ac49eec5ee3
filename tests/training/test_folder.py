"""An owner's folder: what can be used is used, what cannot is named with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from training.data.folder import NothingToLearn, bucket, read
from training.data.objects import objects
from training.data.render import FONT, glyph, render, tinted
from training.data.scene import sample
from training.data.twins import fingerprint

needs_font = pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji")


def noise(seed: int, size: tuple[int, int] = (96, 96)) -> Image.Image:
    return Image.frombytes("RGB", (12, 12), Random(seed).randbytes(432)).resize(size)


def put(folder: Path, name: str, picture: Image.Image, words: str | None = "a thing") -> None:
    picture.save(folder / name)
    if words is not None:
        (folder / name).with_suffix(".txt").write_text(words, "utf-8")


def on_white(drawing: Image.Image, share: float, side: int = 256) -> Image.Image:
    """An RGBA drawing in the middle of a white square, of that share of its side."""
    edge = round(side * share)
    sheet, small = Image.new("RGB", (side, side), "white"), drawing.resize((edge, edge), Image.Resampling.LANCZOS)
    sheet.paste(small, ((side - edge) // 2,) * 2, small)
    return sheet


def scribble(seed: int) -> Image.Image:
    """A few black strokes, RGBA."""
    rng, sheet = Random(seed), Image.new("RGBA", (128, 128))
    for _ in range(rng.randint(2, 5)):
        points = [(rng.uniform(0, 128), rng.uniform(0, 128)) for _ in range(rng.randint(2, 4))]
        ImageDraw.Draw(sheet).line(points, fill=(0, 0, 0, 255), width=rng.randint(3, 8))
    return sheet


def compressed(picture: Image.Image) -> Image.Image:
    coded = BytesIO()
    picture.save(coded, "JPEG", quality=40)
    return Image.open(coded)


def cropped(share: float, picture: Image.Image) -> Image.Image:
    """Without that share of its sides, at the left and at the top."""
    return picture.crop((round(share * picture.width), round(share * picture.height), *picture.size))


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "compressed": compressed,
    "halved": lambda picture: picture.resize((picture.width // 2, picture.height // 2)),
    "cropped by a hundredth": lambda picture: cropped(0.01, picture),
    "cropped by two": lambda picture: cropped(0.02, picture),
    "brightened": lambda picture: picture.point(lambda level: min(255, round(level * 1.05))),
}


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


@pytest.mark.parametrize("share", [1 / 2, 1 / 3])
def test_different_scribbles_on_white_are_kept(share: float, tmp_path: Path) -> None:
    for seed in range(40):
        put(tmp_path, f"{seed:02d}.png", on_white(scribble(seed), share))
    assert len(read(tmp_path, 64)[0]) == 40


@needs_font
@pytest.mark.parametrize("share", [1 / 2, 1 / 3])
def test_different_drawings_on_white_are_kept(share: float, tmp_path: Path) -> None:
    drawings = [glyph(thing.glyph) for thing in objects()[:40]] + [tinted(objects()[0].glyph, "red")]
    for number, drawing in enumerate(drawings):
        put(tmp_path, f"{number:02d}.png", on_white(drawing, share))
    examples, report = read(tmp_path, 64)
    assert len(examples) == 41, report.left_out


@needs_font
@pytest.mark.parametrize("manner", COPIES)
@pytest.mark.parametrize("first", [False, True], ids=["after", "before"])
def test_copies_are_left_out(manner: str, first: bool, tmp_path: Path) -> None:
    drawn = [on_white(glyph(thing.glyph), share) for thing in objects()[:4] for share in (1 / 2, 1 / 3)]
    for number, picture in enumerate([*drawn, *(render(sample(seed), 256) for seed in range(8))]):
        put(tmp_path, f"{number:02d}-b.png", picture)
        put(tmp_path, f"{number:02d}-{'a' if first else 'c'}.png", COPIES[manner](picture))
    examples, report = read(tmp_path, 64)
    assert len({example.name[:2] for example in examples}) == len(examples) == 16, report.left_out


@pytest.mark.parametrize(("colour", "kept"), [("black", 2), ("red", 2), ("#ebebeb", 1)])
def test_plain_pictures_are_told_apart_by_their_colour(colour: str, kept: int, tmp_path: Path) -> None:
    put(tmp_path, "white.png", Image.new("RGB", (64, 64), "white"))
    put(tmp_path, "other.png", Image.new("RGB", (64, 64), colour))
    assert len(read(tmp_path, 64)[0]) == kept


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


@pytest.mark.parametrize(("top", "dtype"), [(65535, "uint16"), (65535, "int32"), (65535, "float32"), (255, "int32"),
                                            (255, "float32"), (1, "float32")])  # fmt: skip
def test_deep_greys_keep_their_shades(top: int, dtype: str, tmp_path: Path) -> None:
    ramp = np.linspace(0, top, 64).astype(dtype)
    Image.fromarray(np.tile(ramp, (64, 1))).save(tmp_path / "ramp.png", "TIFF")  # a PNG has no floats, and names lie
    (tmp_path / "ramp.txt").write_text("a ramp", "utf-8")
    (ramp_as_read,), _ = read(tmp_path, 64)
    shades = np.asarray(ramp_as_read.picture)[32, :, 0].astype(int)
    assert np.abs(shades - np.linspace(0, 255, 64)).max() <= 1


def test_a_sixteen_bit_png_keeps_its_shades_and_its_transparency(tmp_path: Path) -> None:
    levels = np.full((64, 64), 128 * 257, "uint16")
    levels[:, :32] = 7
    Image.fromarray(levels).save(tmp_path / "grey.png", transparency=7)
    (tmp_path / "grey.txt").write_text("grey", "utf-8")
    (example,), _ = read(tmp_path, 64)
    assert example.picture.getpixel((8, 32)) == (255, 255, 255) and example.picture.getpixel((56, 32)) == (128,) * 3


@pytest.mark.parametrize("strange", [-1.0, float("nan"), float("inf"), 70_000.0])
def test_levels_that_are_none_are_named(strange: float, tmp_path: Path) -> None:
    put(tmp_path, "good.png", noise(1))
    levels = np.full((64, 64), 100.0, "float32")
    levels[5, 5] = strange
    Image.fromarray(levels).save(tmp_path / "bad.png", "TIFF")
    (tmp_path / "bad.txt").write_text("bad", "utf-8")
    examples, report = read(tmp_path, 64)
    assert [e.name for e in examples] == ["good.png"]
    assert report.left_out == {"bad.png": "its levels do not lie between 0 and 65535"}


@pytest.mark.parametrize(
    ("size", "wanted"), [((100, 100), (512, 512)), ((1000, 500), (728, 360)), ((3, 4), (440, 592))]
)
def test_buckets_keep_the_area(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert bucket(*size, 512, 8) == wanted


def test_fingerprints_survive_scaling() -> None:
    picture = noise(9, (256, 256))
    assert (fingerprint(picture) ^ fingerprint(picture.resize((100, 90)))).bit_count() <= 4
    assert (fingerprint(picture) ^ fingerprint(noise(10, (256, 256)))).bit_count() > 8
