"""Versions of Midjourney, abilities, styles and notes: what the models on offer make of a prompt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jobs.catalog import Catalog, ModelEntry, ModelsFileBroken
from jobs.errors import Mistake, TooManyPictures
from jobs.plan import Limits, ModelCannot, Plan, UnknownStyle, UnknownVersion, jobs_asked, plan_all
from jobs.preferences import Preferences
from jobs.prompt import mistakes as wrong
from jobs.prompt import parse, parse_all
from jobs.requests import Reference, Role, Weighted

SIX = ModelEntry(name="six", title="Six", source="a", clip="c", versions=("6", "6.1", "niji"))
OLD = ModelEntry(name="old", title="Old", source="b", cannot=("tile", "character"), clip="c", versions=("4",))
BLIND = ModelEntry(name="blind", title="Blind", source="d")
CLAIMED = Catalog(models=(BLIND, OLD, SIX), default="blind")
UNCLAIMED = Catalog(models=(BLIND, SIX.model_copy(update={"versions": ()})), default="blind")
STYLES = {"ink": ("given/aaaaaaaaaaaa.png", "given/bbbbbbbbbbbb.png")}


def planned(text: str, catalog: Catalog = CLAIMED, limit: int = 40, **preferences: Any) -> Plan:
    prompts = parse_all(text, limit)
    kept = {item.source: "given/cccccccccccc.png" for prompt in prompts for item in prompt.pictures}
    draws = iter(range(100, 10_000))
    chosen = Preferences(**preferences)
    return plan_all(prompts, chosen, catalog, lambda: next(draws), Limits(limit), kept=kept, styles=STYLES)


def codes(found: Plan) -> list[str]:
    return [note.code for note in found.notes]


@pytest.mark.parametrize(
    ("version", "model"), [("--v 6", "six"), ("--v 6.1", "six"), ("--niji", "six"), ("--v 4", "old")]
)
def test_a_version_is_painted_by_the_model_that_stands_for_it(version: str, model: str) -> None:
    found = planned(f"a fox {version}", model="old")
    assert (found.requests[0].model, codes(found)) == (model, [])
    again = planned(found.requests[0].prompt)
    assert again.requests[0].model == model


def test_a_version_that_nobody_claims_beside_others_is_a_mistake_that_names_them() -> None:
    with pytest.raises(
        UnknownVersion, match=r"`--version 7` here; these exist: blind, old \(4\), six \(6, 6.1, niji\)"
    ):
        planned("a fox --v 7")


def test_where_nobody_claims_any_the_default_paints_and_says_so() -> None:
    found = planned("a fox --v 6", UNCLAIMED, model="six")
    assert (found.requests[0].model, codes(found)) == ("blind", ["version_unclaimed"])
    assert str(found.notes[0]) == "No model here stands for Midjourney's `--version 6`, so Blind paints this."
    with pytest.raises(UnknownVersion):
        planned("a fox --v 66", UNCLAIMED)


def test_a_models_file_names_each_version_once(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    for text in (
        '[a]\nsource = "x"\nversions = ["6"]\n[b]\nsource = "y"\nversions = ["6"]\n',
        '[a]\nsource = "x"\nversions = ["six"]\n',
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(ModelsFileBroken):
            Catalog.from_toml(file, tmp_path)


@pytest.mark.parametrize(
    ("text", "others"),
    [("a fox --tile --model old", "blind, six"), ("a fox --oref https://a.b/c.png --model old", "six"),
     ("a fox --sref ink", "old, six"), ("a fox --cref https://a.b/c.png", "six")],
)  # fmt: skip
def test_what_a_model_cannot_names_those_that_can(text: str, others: str) -> None:
    with pytest.raises(ModelCannot, match=f"these models can: {others}"):
        planned(text)


def test_a_blind_model_paints_from_no_picture() -> None:
    with pytest.raises(Mistake, match="Blind cannot paint from pictures; these models can: old, six"):
        planned("https://a.b/c.png a fox")


def test_a_named_style_weighs_as_one_picture() -> None:
    request = planned("a fox --v 6 --sref ink::3 https://a.b/c.png 5").requests[0]
    assert request.references == (
        Reference(role=Role.STYLE, key="given/cccccccccccc.png"),
        *(Reference(role=Role.STYLE, key=key, weight=1.5) for key in STYLES["ink"]),
    )
    assert request.style_code == 5
    with pytest.raises(UnknownStyle, match="no style `oil` here; these exist: ink"):
        planned("a fox --v 6 --sref oil")


def test_a_random_style_is_another_one_for_each_job_and_shown() -> None:
    requests = planned("a {fox, hare} --v 6 --sref random --r 2").requests
    assert len({request.style_code for request in requests}) == 4
    assert all(f"--sref {request.style_code}" in request.prompt for request in requests)
    assert codes(planned("a fox --v 6 --sref random")) == []
    assert codes(planned("a fox --v 6 --sref 7")) == ["own_style_code"]


def test_weights_arrive_and_no_never_ends_them() -> None:
    chunks = planned("hot::2 dog:: cat::-.5").requests[0].chunks
    assert chunks == (Weighted(text="hot", weight=2), Weighted(text="dog"), Weighted(text="cat", weight=-0.5))
    with_no = planned("hot::2 dog --no a, b").requests[0].chunks
    assert [chunk.weight for chunk in with_no] == [2, 1, -0.5, -0.5]
    many = planned("hot:: dog::-.5 --no a, b, c, d").requests[0].chunks
    assert sum(chunk.weight for chunk in many) == pytest.approx(0.25)
    single = planned("still life --no fruit, wine").requests[0]
    assert (single.chunks, single.negative) == ((), "fruit, wine")


def test_permutations_and_repeats_are_counted_before_anything_is_decided() -> None:
    prompts = parse_all("{a, b, c} fox --r 2", 40)
    assert jobs_asked(prompts, Preferences()) == 6
    assert jobs_asked(prompts[:1], Preferences(suffix="--repeat 5")) == 2
    assert jobs_asked((parse("a"),), Preferences(suffix="--repeat 5")) == 5
    with pytest.raises(TooManyPictures, match="12 jobs at once, and 10"):
        planned("{a, b, c} fox --r 4", limit=10)
    with pytest.raises(TooManyPictures, match="1000000000 jobs at once"):
        parse_all("{a,b,c,d}" * 600, 40)


def test_each_job_has_a_seed_of_its_own_and_a_note_comes_once() -> None:
    found = planned("a {fox, hare, wolf} --p --r 2")
    assert len({request.seed for request in found.requests}) == 6
    assert codes(found) == ["ignored"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("a fox --cw 5", "idle"), ("a fox --sw 5", "idle"), ("a fox --iw 2", "idle_iw"), ("a fox --sv 4", "ignored")],
)
def test_what_does_nothing_is_said(text: str, code: str) -> None:
    assert codes(planned(text)) == [code]


def test_character_weight_is_that_of_the_parameter_in_use() -> None:
    assert planned("a fox --v 6 --cref https://a.b/c.png --cw 5").requests[0].character_weight == 5
    assert planned("a fox --v 6 --oref https://a.b/c.png --ow 700").requests[0].character_weight == 700


def test_two_numbers_behind_sref_are_one_too_many() -> None:
    with pytest.raises(wrong.OneStyleCode, match="here 2 stand"):
        planned("a fox --v 6 --sref 1 2")
