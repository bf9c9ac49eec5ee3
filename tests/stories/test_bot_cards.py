"""The private cards: /info, /settings, /help, /fleet and the three modes; and who is let in."""

from __future__ import annotations

import pytest

from jobs.fleet import WorkerStatus
from jobs.ledger import Ledger
from jobs.records import Pictures
from jobs.requests import Mode

from .conftest import Town

pytestmark = pytest.mark.story


async def test_info_lists_a_persons_jobs_in_private(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    await bob.answer_to(await bob.types("/imagine", prompt="a penguin"))
    await town.until(lambda: town.desk.line.waiting() == 1)
    await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    await town.until(lambda: town.desk.line.waiting() == 2)
    card = await ann.answer_to(await ann.types("/info"))
    assert card.only_for(ann)
    assert "Queued jobs: 1\n- a fox (number 2 in line)" in card.text
    assert "penguin" not in card.text


async def test_what_is_kept_is_handed_over_at_the_next_command(town: Town) -> None:
    ann, bob = await town.people("ann", "bob")
    # Given Ann's picture found no place
    await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    await town.until(lambda: town.desk.line.waiting() == 1)
    job = keep(town)
    # If she asks for her card
    await ann.types("/info")
    # I expect the picture, for her alone, with its buttons; and to be delivered for good
    message = await ann.reads("so I kept it for you")
    assert message.only_for(ann) and "U1" in message.labels
    assert message.raw["attachments"][0]["description"] == "a fox"
    await town.until(lambda: town.desk.ledger.kept_for(ann.id) == [])
    assert str(town.desk.ledger.get(job).final_message_id) == message.id
    assert all("kept" not in seen.text for seen in await bob.messages())


async def test_a_kept_grid_that_is_too_large_comes_as_its_tiles(town: Town) -> None:
    ann = await town.person("ann")
    await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    await town.until(lambda: town.desk.line.waiting() == 1)
    keep(town)
    await town.fault(fault="too_large", route="/webhooks/", method="POST", times=1)
    await ann.types("/info")
    message = await ann.reads("so I kept it for you")
    assert len(message.raw["attachments"]) == 4


def keep(town: Town) -> object:
    """The first job in line is painted, and kept."""
    ledger: Ledger = town.desk.ledger
    job = town.desk.line.claim("hands")
    assert job is not None
    keys = [f"{job}/grid.png", *(f"{job}/tile-{number}.png" for number in (1, 2, 3, 4))]
    for key in keys:
        town.desk.pictures.put(key, b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    ledger.rendered(job, ledger.begin(job).attempt, Pictures(grid=keys[0], tiles=tuple(keys[1:])))
    town.desk.line.release(job, "hands")
    ledger.kept(job)
    return job


async def test_settings_are_changed_in_the_panel_and_used(town: Town) -> None:
    ann = await town.person("ann")
    panel = await ann.answer_to(await ann.types("/settings"))
    assert panel.only_for(ann) and panel.style_of("fast") == 3 and panel.style_of("relaxed") == 2
    # If Ann switches to relaxed and to a high stylize
    await ann.presses("relaxed", under=panel)
    panel = await ann.sees(lambda m: m.id == panel.id and m.style_of("relaxed") == 3 and m.style_of("fast") == 2)
    await ann.presses("atelier:set:stylize", under=panel, values=["250"])
    await ann.presses("Low variation", under=panel)
    await ann.sees(lambda message: message.id == panel.id and message.style_of("Low variation") == 3)
    # I expect her next prompt to be planned with them
    await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    (record,) = town.desk.ledger.open_jobs(ann.id)
    assert (record.request.mode, record.request.stylize) == (Mode.RELAX, 250)
    assert record.request.prompt == "a fox --stylize 250"
    # and reset clears all but the mode
    await ann.presses("Reset", under=panel)
    await ann.sees(lambda message: message.id == panel.id and message.style_of("High variation") == 3)
    now = town.desk.preferences.of(ann.id)
    assert (now.stylize, now.mode) == (None, Mode.RELAX)


async def test_a_forged_setting_changes_nothing(town: Town) -> None:
    ann = await town.person("ann")
    panel = await ann.answer_to(await ann.types("/settings"))
    answer = await ann.answer_to(await ann.forges("atelier:set:v:9", under=panel))
    assert "not one of mine" in answer.text
    assert town.desk.preferences.of(ann.id).v == 1


@pytest.mark.parametrize(
    ("locale", "turbo", "relax", "fast"), [("en-US", "turbo", "relaxed", "fast"), ("zh-CN", "极速", "休闲", "快速")]
)
async def test_turbo_relax_and_fast_switch_the_mode(town: Town, locale: str, turbo: str, relax: str, fast: str) -> None:
    ann = await town.newcomer(locale)
    for name, mode, word in (
        ("/turbo", Mode.TURBO, turbo),
        ("/relax", Mode.RELAX, relax),
        ("/fast", Mode.FAST, fast),
    ):
        answer = await ann.answer_to(await ann.types(name))
        assert answer.only_for(ann) and f"**{word}**" in answer.text
        assert town.desk.preferences.of(ann.id).mode is mode


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en-US", ("attic: 1 of 1 workers", "idle · cpu · storybook", "attic shall run 2", "no host named cellar")),
        ("zh-CN", ("attic：1 个工作进程中的 1 个在运行", "空闲 · cpu · storybook", "attic 从现在起运行 2", "cellar")),
    ],
)
async def test_an_admin_sees_and_sets_the_fleet(empty_town: Town, locale: str, words: tuple[str, ...]) -> None:
    town = empty_town
    cleo = await town.person("cleo")
    cleo.locale = locale
    await town.start_bot(admins=frozenset({cleo.id}))
    town.desk.fleet.host_seen("attic", default_workers=1)
    town.desk.fleet.worker_seen(WorkerStatus(name="w1", host="attic", pid=1, device="cpu", model="storybook"))
    card = await cleo.answer_to(await cleo.types("/fleet"))
    assert card.only_for(cleo) and words[0] in card.text and words[1] in card.text
    answer = await cleo.answer_to(await cleo.types("/fleet", workers=2))
    assert words[2] in answer.text
    assert town.desk.fleet.wanted("attic") == 2
    assert [choice["value"] for choice in await cleo.finds("/fleet", host="att")] == ["attic"]
    answer = await cleo.answer_to(await cleo.types("/fleet", host="cellar", workers=2))
    assert words[3] in answer.text and "attic" in answer.text


async def test_the_fleet_is_for_named_administrators(town: Town) -> None:
    ann, cleo = await town.people("ann", "cleo")
    # Discord does not even show it to Ann; Cleo may see it, but the owner has not named her
    assert "fleet" not in await ann.commands() and "fleet" in await cleo.commands()
    town.desk.fleet.host_seen("attic", default_workers=1)
    answer = await cleo.answer_to(await cleo.types("/fleet", workers=3))
    assert answer.only_for(cleo) and "Only this Atelier's administrators" in answer.text
    assert town.desk.fleet.wanted("attic") == 1
    assert await cleo.finds("/fleet", host="att") == []


async def test_suggestions_are_for_those_who_are_let_in(empty_town: Town) -> None:
    town = empty_town
    ann, cleo = await town.people("ann", "cleo")
    await town.start_bot(allowed_people=frozenset({ann.id}), admins=frozenset({cleo.id}))
    town.desk.fleet.host_seen("attic", default_workers=1)
    assert await cleo.finds("/fleet", host="att") == []


async def test_nobody_gets_in_by_default(empty_town: Town) -> None:
    town = empty_town
    await town.start_bot(allowed_guilds=frozenset())
    ann = await town.person("ann")
    answer = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    assert answer.only_for(ann) and "not open to you here" in answer.text
    assert town.desk.line.waiting() == 0


async def test_only_named_people_get_in_where_people_are_named(empty_town: Town) -> None:
    town = empty_town
    ann, bob = await town.people("ann", "bob")
    await town.start_bot(allowed_people=frozenset({ann.id}))
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    assert "(Waiting to start)" in echo.text
    assert "not open to you" in (await bob.answer_to(await bob.types("/imagine", prompt="a fox"))).text
    assert "not open to you" in (await bob.answer_to(await bob.presses("Cancel", under=echo))).text


async def test_commands_are_registered_only_when_they_changed(empty_town: Town) -> None:
    town = empty_town
    first = await town.start_bot()
    assert len(await town.log("PUT", "/commands")) == 1
    # Given the bot is started again with the same commands, nothing is registered
    await first.close()
    second = await town.start_bot()
    assert len(await town.log("PUT", "/commands")) == 1
    # Given a command has gone, they are
    await second.close()
    ann = await town.person("ann")
    assert "relax" in await ann.commands()


async def test_commands_speak_the_persons_language(town: Town) -> None:
    ann = await town.person("ann")
    imagine = (await ann.commands())["imagine"]
    assert imagine["description_localizations"]["zh-CN"] == "用文字画四张图"
    assert imagine["options"][0]["description_localizations"]["zh-CN"].startswith("画什么")
