"""Who is let in, and how the owner says so."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.access import Visitor, jobs_allowed, may_enter
from bot.settings import BotSettings

from .conftest import Town

few = st.frozensets(st.integers(min_value=1, max_value=6), max_size=3)


def settings(**fields: object) -> BotSettings:
    return BotSettings.model_validate({"discord_token": SecretStr("t"), **fields})


@given(st.integers(1, 6), st.none() | st.integers(1, 6), few)
def test_nobody_gets_in_where_nothing_is_named(person: int, guild: int | None, roles: frozenset[int]) -> None:
    assert not may_enter(Visitor(person, guild, roles), settings())


@given(st.integers(1, 6), st.integers(1, 6), few, few, few, few)
def test_in_a_named_guild_either_a_role_or_a_name_lets_in(
    person: int,
    guild: int,
    roles: frozenset[int],
    guilds: frozenset[int],
    named: frozenset[int],
    people: frozenset[int],
) -> None:
    owner = settings(allowed_guilds=guilds, allowed_roles=named, allowed_people=people)
    inside = may_enter(Visitor(person, guild, roles), owner)
    if guild not in guilds:
        assert not inside
    elif not named and not people:
        assert inside
    else:
        assert inside == (person in people or bool(roles & named))


@given(st.integers(1, 6), few, few)
def test_in_direct_messages_only_named_people_get_in(
    person: int, guilds: frozenset[int], people: frozenset[int]
) -> None:
    owner = settings(allowed_guilds=guilds, allowed_people=people)
    assert may_enter(Visitor(person, None), owner) == (person in people)


@pytest.mark.parametrize(
    ("person", "roles", "jobs"),
    [(1, (), 10), (1, (7,), 20), (1, (7, 8), 20), (1, (8,), 10), (9, (8,), 40), (1, (5,), 10)],
)
def test_of_what_everybody_a_role_and_an_admin_may_ask_for_the_most_counts(
    person: int, roles: tuple[int, ...], jobs: int
) -> None:
    env = {"DISCORD_TOKEN": "secret", "ATELIER_ROLE_REPEAT_LIMITS": "7:20, 8:4", "ATELIER_ADMINS": "9"}
    assert jobs_allowed(Visitor(person, 1, roles), BotSettings.from_env(env)) == jobs


@pytest.mark.parametrize("limits", ["7:41", "7:0", "7", "x:3"])
def test_nobody_may_ask_for_more_than_forty_at_once(limits: str) -> None:
    with pytest.raises(ValidationError):
        BotSettings.from_env({"DISCORD_TOKEN": "secret", "ATELIER_ROLE_REPEAT_LIMITS": limits})


def test_settings_are_read_from_the_environment() -> None:
    env = {"DISCORD_TOKEN": "secret", "ATELIER_ALLOWED_GUILDS": "1, 2", "ATELIER_ADMINS": "3", "ATELIER_SHARDS": "2"}
    read = BotSettings.from_env(env)
    assert (read.allowed_guilds, read.admins, read.shards) == ({1, 2}, {3}, 2)
    assert "secret" not in repr(read)
    assert BotSettings.from_env({"DISCORD_TOKEN": "t", "ATELIER_ALLOWED_GUILDS": "*"}).allowed_guilds == "*"
    assert BotSettings.from_env({"DISCORD_TOKEN": "t"}).allowed_guilds == frozenset()


@pytest.mark.parametrize("guilds", ["everybody", "1,two", "* 1"])
def test_a_wrong_list_is_refused_at_the_start(guilds: str) -> None:
    with pytest.raises(ValidationError):
        BotSettings.from_env({"DISCORD_TOKEN": "t", "ATELIER_ALLOWED_GUILDS": guilds})


@pytest.mark.story
@pytest.mark.parametrize("shards", [None, 2])
async def test_the_bot_runs_in_as_many_shards_as_it_is_told(empty_town: Town, shards: int | None) -> None:
    bot = await empty_town.start_bot(shards=shards)
    assert bot.shard_count == (shards or 1)
    ann = await empty_town.person("ann")
    await ann.answer_to(await ann.types("/imagine", prompt="a fox"))


@pytest.mark.story
async def test_no_privileged_intent_is_asked_for(town: Town) -> None:
    intents = town.bots[0].intents
    assert not (intents.members or intents.presences or intents.message_content)


@pytest.mark.story
@pytest.mark.parametrize(("switched_on", "contexts", "installs"), [(False, [0, 1], [0]), (True, [0, 1, 2], [0, 1])])
async def test_commands_are_offered_where_the_owner_wants_them(
    empty_town: Town, switched_on: bool, contexts: list[int], installs: list[int]
) -> None:
    await empty_town.start_bot(user_installs=switched_on)
    cleo = await empty_town.person("cleo")
    commands = await cleo.commands()
    fleet = commands.pop("fleet")
    assert (fleet["contexts"], fleet["integration_types"]) == ([0], [0])
    for command in commands.values():
        assert (command["contexts"], command["integration_types"]) == (contexts, installs), command["name"]


@pytest.mark.story
async def test_a_dropped_gateway_doubles_nothing(town: Town) -> None:
    ann = await town.person("ann")
    # Given Ann typed just before the gateway dropped
    await ann.types("/imagine", prompt="a fox")
    await town.fault(fault="gateway_drop")
    await town.until(lambda: town.desk.line.waiting() == 1)
    # If she types again once the bot is back
    await asyncio.sleep(1)
    await ann.answer_to(await ann.types("/imagine", prompt="a penguin"))
    # I expect one job for each prompt
    await town.until(lambda: town.desk.line.waiting() == 2)


async def test_words_that_the_owner_forbids_are_refused_in_private(empty_town: Town, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('words = ["gore", "血腥"]\n', "utf-8")
    await empty_town.start_bot(forbidden_words=words)
    ann, bob = await empty_town.people("ann", "bob")
    for prompt, word in (("a fox, GORE everywhere --ar 3:2", "gore"), ("血腥的狐狸", "血腥")):
        answer = await ann.answer_to(await ann.types("/imagine", prompt=prompt))
        assert f"`{word}`" in answer.text and answer.only_for(ann)
    assert await bob.messages() == [] and empty_town.desk.line.waiting() == 0
    # What should not be in the picture may be named
    answer = await ann.answer_to(await ann.types("/imagine", prompt="a fox --no gore"))
    assert "(Waiting to start)" in answer.text
