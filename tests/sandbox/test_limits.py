"""Discord's limits, by hand and without the official description, and loud refusals of what Discord does not know."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from sandbox import command_rules, known, limits
from sandbox.attachments import clean_name, pixels
from sandbox.errors import DiscordError
from sandbox.rest.commands import FIELDS
from sandbox.state import COMPONENTS_V2
from tests.sandbox.conftest import Found
from tests.sandbox.town import Town, picture


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "U1", "custom_id": "u1"} | more


def rows(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"content": "x", "components": [{"type": 1, "components": [*buttons]}]}


def select(size: int) -> dict[str, Any]:
    return {"type": 3, "custom_id": "s", "options": [{"label": str(n), "value": str(n)} for n in range(size)]}


def code_of(errors: dict[str, Any]) -> set[str]:
    """Every code in a tree of errors."""
    found = {one["code"] for one in errors.get("_errors", [])}
    return found.union(*(code_of(child) for key, child in errors.items() if key != "_errors"), set())


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a content of 2001": ({"content": "x" * 2001}, "BASE_TYPE_MAX_LENGTH"),
    "a nonce of 26": ({"content": "x", "nonce": "n" * 26}, "BASE_TYPE_MAX_LENGTH"),
    "a content that is a number": ({"content": 5}, "STRING_TYPE_CONVERT"),
    "an embed that is a text": ({"embeds": ["x"]}, "MODEL_TYPE_CONVERT"),
    "a label that is a list, deep inside": (rows(button(label=["x"])), "STRING_TYPE_CONVERT"),
    "flags that are a text": ({"flags": "64"}, "NUMBER_TYPE_COERCE"),
    "eleven embeds": ({"embeds": [{}] * 11}, "BASE_TYPE_MAX_LENGTH"),
    "a long title": ({"embeds": [{"title": "x" * 257}]}, "BASE_TYPE_MAX_LENGTH"),
    "6001 characters in embeds": ({"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]},
                                  "MAX_EMBED_SIZE_EXCEEDED"),
    "26 fields": ({"embeds": [{"fields": [{"name": "x", "value": "y"}] * 26}]}, "BASE_TYPE_MAX_LENGTH"),
    "six rows": ({"components": [{"type": 1, "components": [button(custom_id=str(n))]} for n in range(6)]},
                 "BASE_TYPE_BAD_LENGTH"),
    "six buttons in a row": (rows(*(button(custom_id=str(n)) for n in range(6))), "BASE_TYPE_BAD_LENGTH"),
    "a custom_id of 101": (rows(button(custom_id="x" * 101)), "BASE_TYPE_BAD_LENGTH"),
    "the same custom_id twice": (rows(button(), button()), "COMPONENT_CUSTOM_ID_DUPLICATED"),
    "a label of 81": (rows(button(label="x" * 81)), "BASE_TYPE_MAX_LENGTH"),
    "an empty button": (rows(button(label=None)), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"),
    "a custom_id and an address": (rows(button(url="https://x.example")), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"),
    "a button beside a select": (rows(button(), select(2)), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    "26 choices": (rows(select(26)), "BASE_TYPE_BAD_LENGTH"),
    "a text block without the flag": ({"components": [{"type": 10, "content": "x"}]}, "UNION_TYPE_CHOICES"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_message_that_discord_refuses(name: str) -> None:
    body, code = WRONG[name]
    with pytest.raises(DiscordError) as refused:
        known.check_types(body)
        limits.check_message(body, 0)
    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert code in code_of(refused.value.errors or {})


def test_errors_of_a_callback_start_at_data() -> None:
    with pytest.raises(DiscordError) as refused:
        limits.check_message({"content": "x" * 2001}, 0, ("data",))
    assert refused.value.errors is not None
    assert refused.value.errors["data"]["content"]["_errors"][0]["message"] == "Must be 2000 or fewer in length."


def test_a_layout_message_has_no_content() -> None:
    body = {"content": "x", "components": [{"type": 10, "content": "y"}]}
    with pytest.raises(DiscordError) as refused:
        limits.check_message(body, COMPONENTS_V2)
    assert "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2" in code_of(refused.value.errors or {})
    limits.check_message({"components": body["components"]}, COMPONENTS_V2)


@given(st.text(max_size=2000), st.lists(st.text(min_size=1, max_size=100), unique=True, min_size=1, max_size=5))
def test_whatever_fits_is_taken(content: str, ids: list[str]) -> None:
    limits.check_message(
        {"content": content} | {"components": rows(*(button(custom_id=one) for one in ids))["components"]}, 0
    )


WRONG_COMMANDS: dict[str, tuple[dict[str, Any], str]] = {
    "capitals": ({"name": "Imagine", "description": "x"}, "APPLICATION_COMMAND_INVALID_NAME"),
    "a space": ({"name": "a b", "description": "x"}, "APPLICATION_COMMAND_INVALID_NAME"),
    "no description": ({"name": "a"}, "BASE_TYPE_BAD_LENGTH"),
    "a long translation": (
        {"name": "a", "description": "x", "description_localizations": {"zh-CN": "长" * 101}}, "BASE_TYPE_BAD_LENGTH"),
    "required after optional": (
        {"name": "a", "description": "x", "options": [
            {"type": 3, "name": "b", "description": "x"},
            {"type": 3, "name": "c", "description": "x", "required": True},
        ]}, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
    "choices and autocomplete": (
        {"name": "a", "description": "x", "options": [
            {"type": 3, "name": "b", "description": "x", "autocomplete": True,
             "choices": [{"name": "y", "value": "z"}]},
        ]}, "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES"),
    "too much in all": (
        {"name": "a", "description": "x", "options": [
            {"type": 3, "name": f"b{n}", "description": "x" * 100,
             "choices": [{"name": "n" * 100, "value": "v" * 100} for _ in range(25)]} for n in range(2)
        ]}, "APPLICATION_COMMAND_TOO_LARGE"),
    "a field that nobody knows": ({"name": "a", "description": "x", "colour": 3}, "SANDBOX_REFUSED"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_COMMANDS)
def test_a_command_that_discord_refuses(name: str) -> None:
    body, code = WRONG_COMMANDS[name]
    with pytest.raises(DiscordError) as refused:
        command_rules.check_all([body], FIELDS)
    assert code in code_of(refused.value.errors or {})


def test_a_chinese_name_is_a_name() -> None:
    command_rules.check_all([{"name": "imagine", "name_localizations": {"zh-CN": "想象"}, "description": "x"}], FIELDS)


def test_unknown_keys_are_found_inside_components_and_embeds() -> None:
    body = rows(button(colour="red")) | {"embeds": [{"titel": "x"}]}
    assert known.unknown_nested(body) == ["embeds/titel", "components/colour"]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG", "GIF"])
@pytest.mark.parametrize("side", [1, 17, 300])
def test_pixels_of_a_picture(kind: str, side: int) -> None:
    assert pixels(picture(side, kind)) == (side, side)


@given(st.binary(max_size=64))
def test_pixels_of_anything_else(data: bytes) -> None:
    found = pixels(data)
    assert found is None or len(found) == 2


@given(st.text())
def test_a_files_name_stays_in_its_folder(name: str) -> None:
    assert "/" not in clean_name(name) and clean_name(name)


@pytest_asyncio.fixture
async def loud(found_town: Found) -> Town:
    """A town in which refusals are expected."""
    return await found_town()


HEADERS = {"Authorization": "Bot sandbox-token"}


async def api(town: Town, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
    async with town.session.request(method, town.running.api + path, headers=HEADERS, **more) as answer:
        assert answer.headers["Content-Type"] == "application/json" and answer.headers["Via"] == "1.1 google"
        return answer.status, await answer.json()


async def test_an_unknown_route_is_refused_loudly(loud: Town) -> None:
    status, body = await api(loud, "POST", "/channels/1/threads", json={})
    assert (status, body["code"]) == (404, 0)
    assert [one["reason"] for one in await loud.refused()] == ["unknown route"]


async def test_an_unknown_field_is_refused_loudly(loud: Town) -> None:
    status, body = await api(loud, "POST", f"/channels/{loud.channel}/messages", json={"content": "x", "contents": "y"})
    assert (status, body["code"]) == (400, 50035)
    assert "unknown field contents" in [one["reason"] for one in await loud.refused()]


async def test_the_official_description_is_asked(loud: Town, description: Any) -> None:
    command = {"name": "a", "description": "x", "options": [{"type": 99, "name": "b", "description": "x"}]}
    app = loud.running.town.settings.application_id
    status, body = await api(loud, "PUT", f"/applications/{app}/commands", json=[command])
    assert (status, body["code"]) == (400, 50035)
    assert await loud.refused()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/channels/1/messages", 10003),
        ("/channels/x/messages", 50035),
        ("/guilds/1", 10004),
        ("/users/1", 10013),
    ],
)
async def test_what_is_not_there(town: Town, path: str, code: int) -> None:
    assert (await api(town, "GET", path))[1]["code"] == code


async def test_no_token_no_entry(town: Town) -> None:
    async with town.session.get(town.running.api + "/users/@me") as answer:
        assert (answer.status, await answer.json()) == (401, {"message": "401: Unauthorized", "code": 0})


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"x"', b"null", b'{"content": []}', b'{"attachments": [{"id": "zz"}]}'])
async def test_nonsense_is_answered_with_a_400(loud: Town, raw: bytes) -> None:
    status, _ = await api(loud, "POST", f"/channels/{loud.channel}/messages", data=raw)
    assert status == 400


async def test_an_empty_message_is_refused(town: Town) -> None:
    status, body = await api(town, "POST", f"/channels/{town.channel}/messages", json={"content": ""})
    assert (status, body["code"]) == (400, 50006)
