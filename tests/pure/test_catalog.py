"""The owner's models file, and the embedded model that is always there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobs.catalog import Catalog, ModelEntry, ModelsFileBroken, UnknownModel

FILE = """
default = "dreamer"

[Dreamer]
source = "owner/some-sdxl"
steps = 40
cannot = ["no"]

["flux.1/dev"]
title = "FLUX.1"
source = "/models/flux.safetensors"
clip = "owner/clip"
rank_from = 8
"""


def catalog(tmp_path: Path, text: str = FILE) -> Catalog:
    file = tmp_path / "models.toml"
    file.write_text(text, "utf-8")
    return Catalog.from_toml(file, tmp_path / "storybook")


def test_without_a_file_the_embedded_model_is_the_default(tmp_path: Path) -> None:
    only = Catalog.from_toml(None, tmp_path)
    assert (only.names, only.default) == (("storybook",), "storybook")
    entry = only.get()
    assert (entry.native_size, entry.multiple, entry.languages) == (128, 16, ("en", "zh"))


def test_the_files_models_come_first_and_names_ignore_case(tmp_path: Path) -> None:
    found = catalog(tmp_path)
    assert found.names == ("dreamer", "flux.1/dev", "storybook")
    assert found.get() is found.get("DREAMER")
    assert (found.get("dreamer").title, found.get("flux.1/dev").title) == ("dreamer", "FLUX.1")


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match=r"`x` here; these exist: dreamer, flux\.1/dev, storybook"):
        catalog(tmp_path).get("x")


def test_written_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    first = catalog(tmp_path)
    assert catalog(tmp_path, first.to_toml()) == first


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("[a", "the file", "Expected"),
        ("[a]\n", r"\[a\]", "source"),
        ('[a]\nsource = "x"\nstepps = 3\n', r"\[a\]", "stepps"),
        ('[a]\nsource = "x"\nsteps = 0\n', r"\[a\]", "steps"),
        ('[a]\nsource = "x"\nrank_from = 8\n', r"\[a\]", "need a clip"),
        ('["-a"]\nsource = "x"\n', r"\[-a\]", "name"),
        ('[a]\nsource = "x"\n[A]\nsource = "y"\n', r"\[A\]", "twice"),
        ("a = 3\n", "a", "table"),
        ("default = 'b'\n", "default", "'b'"),
        ("default = 3\n", "default", "string"),
    ],
)
def test_a_broken_file_is_said_with_its_place(tmp_path: Path, text: str, where: str, reason: str) -> None:
    with pytest.raises(ModelsFileBroken, match=f"models.toml is broken at {where}.*{reason}"):
        catalog(tmp_path, text)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelsFileBroken, match=r"nowhere\.toml"):
        Catalog.from_toml(tmp_path / "nowhere.toml", tmp_path)


def test_the_embedded_models_card_is_believed(tmp_path: Path) -> None:
    card = {
        "native_size": 256,
        "default_steps": 12,
        "default_guidance_scale": 3.5,
        "objects": [{"key": "fox", "emoji": "🦊", "en": ["fox"], "zh": ["狐狸"]}, "apple", "苹果"],
        "places": [{"en": "snow field", "zh": "雪地"}],
        "a fact that nobody has heard of": {"x": 1},
    }
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    entry = Catalog.from_toml(None, tmp_path).get()
    assert (entry.native_size, entry.steps, entry.guidance_scale, entry.max_pixels) == (256, 12, 3.5, 4 * 256**2)
    assert entry.vocabulary is not None
    assert [(term.en, term.zh) for term in entry.vocabulary.objects] == [
        (("fox",), ("狐狸",)), (("apple",), ()), ((), ("苹果",)),
    ]  # fmt: skip
    assert entry.vocabulary.places[0].zh == ("雪地",)
    assert (entry.clip_guidance, entry.rank_from) == (0, 4)


def test_the_embedded_models_card_may_say_that_clip_pays(tmp_path: Path) -> None:
    (tmp_path / "clip").mkdir()
    (tmp_path / "card.json").write_text('{"default_clip_guidance": 0.5, "default_rank_from": 8}', "utf-8")
    entry = Catalog.from_toml(None, tmp_path).get()
    assert (entry.clip_guidance, entry.rank_from) == (0.5, 8)


@pytest.mark.parametrize("text", ["{", "[]", '{"native_size": "big"}', '{"native_size": 3}'])
def test_a_broken_card_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.json").write_text(text, "utf-8")
    with pytest.raises(ModelsFileBroken, match=r"card\.json"):
        Catalog.from_toml(None, tmp_path)


def test_the_owner_may_replace_the_embedded_model(tmp_path: Path) -> None:
    found = catalog(tmp_path, '[storybook]\nsource = "/mine"\n[b]\nsource = "x"\n')
    assert found.names == ("b", "storybook")
    assert found.get("storybook").source == "/mine"
    assert catalog(tmp_path, found.to_toml()) == found


def test_the_shipped_card_is_readable() -> None:
    folder = Path(__file__).resolve().parents[2] / "models" / "storybook"
    entry: ModelEntry = Catalog.from_toml(None, folder).get()
    assert entry.native_size % entry.multiple == 0
