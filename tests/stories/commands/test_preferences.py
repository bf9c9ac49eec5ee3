"""/prefer, /settings, the modes and the audiences, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.requests import Mode, Strength

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]
SWITCHES = {"remix": ("Remix: on", "重混（Remix）：开"), "auto_dm": ("Auto DM: on", "自动私信：开")}


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_an_option_is_set_suggested_used_listed_and_removed(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    assert "`--snowy`" in (await ann.answer_to(await ann.types("/prefer option set"
        , option="--Snowy", value="in deep snow --ar 3:2"))).text  # fmt: skip
    assert [choice["value"] for choice in await ann.finds("/prefer option set", option="sno")] == ["snowy"]
    listed = await ann.answer_to(await ann.types("/prefer option list"))
    assert listed.only_for(ann) and "`--snowy` → in deep snow --ar 3:2" in listed.text
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox --snowy --seed 3"))
    assert "a fox in deep snow --ar 3:2 --seed 3" in echo.text
    await ann.answer_to(await ann.types("/prefer option set", option="snowy"))
    assert street.town.desk.preferences.of(ann.id).options == {}
    assert "snowy" in (await ann.answer_to(await ann.types("/imagine", prompt="a fox --snowy"))).text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ar", "3:2", "is a parameter already"),
        ("two words", "3:2", "no name for an option"),
        ("wide", "--ar wide", "cannot be"),
        ("wide", "--ar 3:2 and words", "stands behind"),
    ],
)
async def test_what_an_option_may_not_be_is_said_at_once(street: Street, name: str, value: str, words: str) -> None:
    ann = await street.town.newcomer()
    answer = await ann.answer_to(await ann.types("/prefer option set", option=name, value=value))
    assert answer.only_for(ann) and words in answer.text
    assert street.town.desk.preferences.of(ann.id).options == {}


async def test_twenty_options_are_enough(street: Street) -> None:
    ann = await street.town.newcomer()
    street.town.desk.preferences.change(ann.id, options={f"name-{n}": "x" for n in range(20)})
    answer = await ann.answer_to(await ann.types("/prefer option set", option="more", value="x"))
    assert "20 options already" in answer.text
    answer = await ann.answer_to(await ann.types("/prefer option set", option="name-3", value="y"))
    assert street.town.desk.preferences.of(ann.id).options["name-3"] == "y"


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_suffix_stands_behind_every_prompt(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    answer = await ann.answer_to(await ann.types("/prefer suffix", new_value="--ar 3:2"))
    assert answer.only_for(ann) and "--ar 3:2" in answer.text
    assert "a fox --ar 3:2" in (await ann.answer_to(await ann.types("/imagine", prompt="a fox"))).text
    answer = await ann.answer_to(await ann.types("/prefer suffix", new_value="orange::-1"))
    assert "orange" in answer.text and street.town.desk.preferences.of(ann.id).suffix == "--ar 3:2"
    await ann.answer_to(await ann.types("/prefer suffix"))
    assert street.town.desk.preferences.of(ann.id).suffix == ""


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", SWITCHES)
async def test_switches_turn_on_and_off_again(street: Street, name: str, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    answer = await ann.answer_to(await ann.types(f"/prefer {name}"))
    assert answer.only_for(ann) and SWITCHES[name][LANGUAGES.index(locale)] in answer.text
    assert getattr(street.town.desk.preferences.of(ann.id), name) is True
    await ann.answer_to(await ann.types(f"/prefer {name}"))
    assert getattr(street.town.desk.preferences.of(ann.id), name) is False


@pytest.mark.parametrize(("locale", "words"), in_both("Low variation: on", "低变化：开"))
async def test_variability_turns_to_low_and_back(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    assert words in (await ann.answer_to(await ann.types("/prefer variability"))).text
    assert street.town.desk.preferences.of(ann.id).variability is Strength.SUBTLE
    await ann.answer_to(await ann.types("/prefer variability"))
    assert street.town.desk.preferences.of(ann.id).variability is Strength.STRONG


async def test_a_wish_seen_by_two_bots_turns_a_switch_once(street: Street) -> None:
    ann = await street.town.newcomer()
    await street.town.start_bot()
    try:
        for turned in (True, False):
            await ann.answer_to(await ann.types("/prefer remix"))
            assert street.town.desk.preferences.of(ann.id).remix is turned
    finally:
        await street.town.bots.pop().close()


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_the_panel_turns_every_switch_and_shows_it(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    panel = await ann.answer_to(await ann.types("/settings"))
    assert panel.only_for(ann)
    labels = [control["label"] for control in panel.controls if control.get("style") == 3]
    assert len(labels) == 3  # the mode, the variation, the audience
    for name in ("raw:on", "remix:on", "stealth:on", "auto_dm:on", "variability:subtle", "mode:relax"):
        await ann.outcome(await ann.presses_id(f"atelier:set:{name}", under=panel))
    await ann.presses("atelier:set:stylize", under=panel, values=["250"])
    now = await ann.sees(lambda seen: seen.id == panel.id and chosen(seen.controls) == {"250", "default"})
    assert {control["custom_id"] for control in now.controls if control.get("style") == 3} >= {
        "atelier:set:raw:off", "atelier:set:remix:off", "atelier:set:auto_dm:off", "atelier:set:stealth:on",
    }  # fmt: skip
    kept = street.town.desk.preferences.of(ann.id)
    assert kept.raw and kept.remix and kept.stealth and kept.auto_dm and kept.mode is Mode.RELAX
    # If they are reset, the mode, the audience and the copies stay
    await ann.presses_id("atelier:set:reset", under=panel)
    await ann.sees(lambda seen: seen.id == panel.id and chosen(seen.controls) == {"default"})
    kept = street.town.desk.preferences.of(ann.id)
    assert (kept.raw, kept.remix, kept.stealth, kept.auto_dm) == (False, False, True, True)
    assert kept.mode is Mode.RELAX and kept.stylize is None


def chosen(controls: list[dict[str, Any]]) -> set[str]:
    """The values that the selects show."""
    return {one["value"] for control in controls for one in control.get("options", []) if one.get("default")}


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_raw_from_the_panel_reaches_the_worker(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    street.town.desk.preferences.change(ann.id, raw=True)
    record = await street.painter.begins(await ann.types("/imagine", prompt="a fox"))
    assert record.request.raw and "--raw" in record.request.prompt


@pytest.mark.parametrize(
    ("locale", "stealth", "public"), [("en-US", "to you alone", "for everybody"), ("zh-CN", "只发给您", "大家都能看到")]
)
async def test_stealth_and_public_say_who_will_see(street: Street, locale: str, stealth: str, public: str) -> None:
    ann = await street.town.newcomer(locale)
    answer = await ann.answer_to(await ann.types("/stealth"))
    assert answer.only_for(ann) and stealth in answer.text
    assert street.town.desk.preferences.of(ann.id).stealth
    assert public in (await ann.answer_to(await ann.types("/public"))).text
    assert not street.town.desk.preferences.of(ann.id).stealth
