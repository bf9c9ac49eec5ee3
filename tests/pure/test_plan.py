"""From a prompt and a person's preferences to requests that decide everything."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.catalog import Catalog, ModelEntry, UnknownModel
from jobs.errors import TooManyPictures
from jobs.knows import Term, Vocabulary
from jobs.plan import (
    AlreadyUpscaled,
    Limits,
    ModelCannot,
    Plan,
    guidance_for,
    pick,
    plan,
    reroll,
    seeds_for,
    steps_for,
    upscale,
    vary,
)
from jobs.preferences import Preferences
from jobs.prompt import mistakes as wrong
from jobs.prompt import parse
from jobs.requests import JobId, Mode, PaintRequest, Strength, Verb

PARENT = JobId("ab" * 16)
DEFAULT = Limits()
WORDS = Vocabulary(objects=(Term(en=("fox",), zh=("狐狸",)), Term(en=("apple",), zh=("苹果",))))
STORYBOOK = ModelEntry(
    name="storybook", title="Storybook", source="x", native_size=128, multiple=16, max_pixels=65536, steps=16,
    guidance_scale=4, languages=("en", "zh"), vocabulary=WORDS, clip="x/clip",
)  # fmt: skip
DREAMER = ModelEntry(name="dreamer", title="Dreamer XL", source="y", cannot=("no",), guidance_scale=7, steps=30)
CATALOG = Catalog(models=(DREAMER, STORYBOOK), default="storybook")


def seeds(start: int = 0) -> Callable[[], int]:
    draw = random.Random(start)
    return lambda: draw.randrange(2**32)


def planned(text: str, *, catalog: Catalog = CATALOG, limits: Limits = DEFAULT, **preferences: Any) -> Plan:
    return plan(parse(text), Preferences(**preferences), catalog, seeds(), limits)


def only(text: str, **preferences: Any) -> PaintRequest:
    (request,) = planned(text, **preferences).requests
    return request


def test_a_plain_prompt_is_fully_decided() -> None:
    request = only("a fox in the snow")
    assert request == PaintRequest(
        prompt="a fox in the snow", text="a fox in the snow", model="storybook", seed=request.seed,
        width=128, height=128, steps=16, guidance_scale=4,
    )  # fmt: skip


def test_every_parameter_arrives() -> None:
    request = only("a fox --ar 3:2 --seed 7 --no snow, ice --s 0 --c 9 --q .5 --stop 60 --relax")
    assert (request.width, request.height) == (160, 112)
    assert (request.seed, request.negative, request.stylize, request.chaos) == (7, "snow, ice", 0, 9)
    assert (request.steps, request.stop, request.mode, request.guidance_scale) == (8, 60, Mode.RELAX, 4.75)
    assert (
        request.prompt == "a fox --ar 3:2 --seed 7 --no snow, ice --stylize 0 --chaos 9 --quality .5 --stop 60 --relax"
    )


def test_what_is_typed_beats_what_is_preferred() -> None:
    chosen = {"mode": Mode.RELAX, "stylize": 250, "model": "dreamer", "suffix": "--ar 3:2 --chaos 5 --fast"}
    preferred = only("a fox", **chosen)
    assert (preferred.model, preferred.stylize, preferred.chaos, preferred.mode) == ("dreamer", 250, 5, Mode.FAST)
    assert preferred.prompt == "a fox --ar 3:2 --chaos 5 --fast --stylize 250 --model dreamer"
    typed = only("a fox --s 50 --c 0 --model storybook --turbo --ar 1:1", **chosen)
    assert (typed.model, typed.stylize, typed.chaos, typed.mode) == ("storybook", 50, 0, Mode.TURBO)
    assert (typed.width, typed.height) == (128, 128)


def test_the_preferred_mode_is_not_part_of_the_prompt() -> None:
    request = only("a fox", mode=Mode.TURBO)
    assert (request.mode, request.prompt) == (Mode.TURBO, "a fox")


@pytest.mark.parametrize(
    "text", ["a fox --s 30 --no b --ar 3:2 --seed 9", "hot::2 dog --relax --stop 20 --model storybook"]
)
def test_a_shown_prompt_pasted_again_makes_the_same_request(text: str) -> None:
    first = planned(text, suffix="--chaos 7", stylize=300).requests[0]
    again = plan(parse(first.prompt), Preferences(), CATALOG, lambda: first.seed).requests[0]
    assert again == first


def test_repeat_makes_requests_with_seeds_of_their_own() -> None:
    requests = planned("a fox --repeat 4").requests
    assert len({request.seed for request in requests}) == 4
    assert {request.prompt for request in requests} == {"a fox"}


def test_repeat_counts_up_from_a_given_seed() -> None:
    requests = planned("a fox --repeat 3 --seed 4294967295").requests
    assert [request.seed for request in requests] == [4294967295, 0, 1]
    assert [request.prompt for request in requests] == [f"a fox --seed {seed}" for seed in (4294967295, 0, 1)]


def test_repeat_has_a_limit_that_is_said() -> None:
    with pytest.raises(TooManyPictures, match="5 jobs at once, and 4"):
        planned("a fox --repeat 5", limits=Limits(jobs_at_once=4))


@given(st.integers(1, 40), st.one_of(st.none(), st.integers(0, 2**32 - 1)), st.integers(0, 2**32 - 1))
def test_seeds_are_different_and_in_range(count: int, given_seed: int | None, drawn: int) -> None:
    found = seeds_for(count, given_seed, lambda: drawn)
    assert len(set(found)) == count
    assert all(0 <= seed < 2**32 for seed in found)
    assert given_seed in (None, found[0])


@given(st.integers(0, 999), st.floats(0, 40))
def test_guidance_never_rises_with_stylize(stylize: int, scale: float) -> None:
    entry = DREAMER.model_copy(update={"guidance_scale": scale})
    low, high = guidance_for(entry, stylize), guidance_for(entry, stylize + 1)
    assert low >= high >= min(scale, 1)
    assert guidance_for(entry, 100) == pytest.approx(scale, abs=1e-4)


@given(st.integers(1, 250))
def test_steps_rise_with_quality_and_are_never_none(steps: int) -> None:
    entry = DREAMER.model_copy(update={"steps": steps})
    found = [steps_for(entry, quality) for quality in (0.25, 0.5, 1, 2)]
    assert found == sorted(found)
    assert found[0] >= 1
    assert found[2:] == [steps, 2 * steps]


@given(st.integers(1, 250), st.integers(1, 16), st.sampled_from((0.25, 0.5, 1.0, 2.0)), st.booleans())
def test_a_student_is_asked_for_whole_roads_alone(steps: int, own: int, quality: float, draft: bool) -> None:
    plain = DREAMER.model_copy(update={"steps": steps, "student": None})
    taught = plain.model_copy(update={"student": "its-student", "student_steps": own})
    asked = steps_for(plain, quality, draft)
    assert steps_for(taught, quality, draft) == max(asked, own)


def test_an_unknown_model_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownModel, match="`nonsense` here; these exist: dreamer, storybook"):
        planned("a fox --model Nonsense")


def test_what_a_model_cannot_is_refused_with_those_that_can() -> None:
    with pytest.raises(ModelCannot, match="Dreamer XL cannot do `--no`; these models can: storybook"):
        planned("a fox --no snow --model dreamer")
    with pytest.raises(ModelCannot):
        planned("fox:: snow::-.5 --model dreamer")


def notes(text: str, **preferences: Any) -> dict[str, dict[str, Any]]:
    return {note.code: note.values for note in planned(text, **preferences).notes}


def test_notes() -> None:
    assert notes("two foxes") == {}
    assert notes("苹果和狐狸") == {}
    assert notes("a dragon") == {"knows_nothing": {"title": "Storybook", "examples": "fox, apple"}}
    assert notes("一条龙") == {"knows_nothing": {"title": "Storybook", "examples": "狐狸, 苹果"}}
    assert notes("a fox", model="gone") == {"model_gone": {"name": "gone", "title": "Storybook"}}
    assert notes("a fox --model dreamer", model="gone") == {}
    assert notes("一只狐狸 --model dreamer") == {"reads_only": {"title": "Dreamer XL", "languages": "en"}}
    assert notes("fox:: apple") == {}


def test_notes_speak_english_when_nothing_else_does() -> None:
    for text in ("a dragon", "fox --p", "fox --v 6", "fox --sref 7", "龙 --model dreamer"):
        assert all(str(note).endswith((".", "…")) for note in planned(text).notes)


def test_a_suffix_that_went_bad_is_a_mistake() -> None:
    with pytest.raises(wrong.UnknownParameter, match="--sed"):
        planned("a fox", suffix="--sed 5")


def test_vary_pick_and_upscale_name_their_tile() -> None:
    request = only("a fox --seed 7 --ar 3:2")
    varied = vary(request, PARENT, 2, Strength.SUBTLE, 99)
    assert (varied.verb, varied.parent, varied.tile, varied.strength, varied.seed) == (
        Verb.VARY, PARENT, 2, Strength.SUBTLE, 99,
    )  # fmt: skip
    assert (varied.text, varied.width, varied.model) == (request.text, request.width, request.model)
    picked = pick(varied, PARENT, 3)
    assert (picked.verb, picked.tile, picked.strength) == (Verb.PICK, 3, None)
    larger = upscale(picked, PARENT, 1)
    assert (larger.verb, larger.tile, larger.width) == (Verb.UPSCALE, 1, request.width)
    with pytest.raises(AlreadyUpscaled):
        upscale(larger, PARENT, 1)


def test_reroll_changes_the_seed_and_what_is_shown() -> None:
    assert reroll(only("a fox"), 5).prompt == "a fox"
    again = reroll(only("a fox --seed 7 --chaos 2"), 5)
    assert (again.seed, again.prompt) == (5, "a fox --seed 5 --chaos 2")
    varied = reroll(vary(only("a fox"), PARENT, 2, Strength.STRONG, 9), 5)
    assert (varied.verb, varied.parent, varied.tile, varied.seed) == (Verb.VARY, PARENT, 2, 5)


def test_reroll_survives_a_prompt_that_is_no_longer_readable() -> None:
    old = only("a fox").model_copy(update={"prompt": "a fox --of-yesterday 1"})
    assert (reroll(old, 5).seed, reroll(old, 5).prompt) == (5, old.prompt)
