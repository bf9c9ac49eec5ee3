"""`atelier doctor` names each problem with its repair, and its exit code can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from cli.checks.discord_checks import NEEDED, check_discord, granted
from cli.checks.finding import Grade, fatal, good, warning
from cli.checks.given_checks import check_given
from cli.checks.host_checks import check_disk, check_pictures
from cli.checks.redis_checks import check_redis
from cli.checks.translator_checks import check_translator
from cli.commands.doctor import exit_code, guild_ids


def test_only_a_fatal_finding_makes_it_fail() -> None:
    assert exit_code([good("a", ""), warning("b", "", "")]) == 0
    assert exit_code([good("a", ""), fatal("b", "", "")]) == 1


@pytest.mark.redis
def test_a_reachable_redis_with_its_file_is_good(redis_url: str) -> None:
    assert {finding.grade for finding in check_redis(redis_url)} == {Grade.GOOD}


def test_an_absent_redis_is_fatal_and_says_how_to_repair_it() -> None:
    (finding,) = check_redis("redis://127.0.0.1:1/0")
    assert finding.grade is Grade.FATAL and "REDIS_URL" in finding.repair


def test_given_pictures_can_be_decoded_here_and_an_open_door_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.grade for finding in check_given("")] == [Grade.GOOD]
    (finding,) = check_given("10.0.0.5:9000")
    assert finding.grade is Grade.WARNING and "10.0.0.5:9000" in finding.detail
    monkeypatch.setattr("bot.given.decode.PROGRAM", ("/nowhere/python",))
    (finding,) = check_given("")
    assert finding.grade is Grade.FATAL and "480 MB" in finding.repair


async def test_without_a_token_nothing_is_asked_of_discord() -> None:
    (finding,) = await check_discord("http://127.0.0.1:1", None, [])
    assert finding.grade is Grade.FATAL and "README" in finding.repair


async def test_an_unreachable_discord_is_said() -> None:
    (finding,) = await check_discord("http://127.0.0.1:1", "token", [])
    assert finding.grade is Grade.FATAL


def test_permissions_are_those_of_everyone_and_of_the_held_roles() -> None:
    roles = [
        {"id": "1", "permissions": str(NEEDED["View Channels"])},
        {"id": "2", "permissions": str(NEEDED["Send Messages"])},
        {"id": "3", "permissions": str(NEEDED["Attach Files"])},
    ]
    assert granted(1, {"roles": ["2"]}, roles) == NEEDED["View Channels"] | NEEDED["Send Messages"]


def test_a_picture_store_is_tried_and_left_clean(tmp_path: Path) -> None:
    (finding,) = check_pictures(str(tmp_path))
    assert finding.grade is Grade.GOOD
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_picture_store_that_cannot_be_written_is_fatal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    (finding,) = check_pictures(str(tmp_path / "file"))
    assert finding.grade is Grade.FATAL


def test_the_disk_of_a_folder_that_does_not_exist_yet_is_its_parent(tmp_path: Path) -> None:
    (finding,) = check_disk(tmp_path / "not" / "there")
    assert "GiB free" in finding.detail


def test_guilds_are_read_from_the_setting() -> None:
    assert guild_ids({"ATELIER_ALLOWED_GUILDS": "1, 2 3"}) == [1, 2, 3]
    assert guild_ids({"ATELIER_ALLOWED_GUILDS": "*"}) == []


async def test_a_translator_is_asked_for_one_word() -> None:
    async def translate(request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"translatedText": "a fox"}, status=200 if body.get("api_key") == "k" else 403)

    app = web.Application()
    app.router.add_post("/translate", translate)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/translate"
    (finding,) = await check_translator(url, "k")
    assert finding.grade is Grade.GOOD and "a fox" in finding.detail
    (finding,) = await check_translator(url)
    assert finding.grade is Grade.WARNING and "ATELIER_TRANSLATOR" in finding.repair
    assert await check_translator(None) == []
    await runner.cleanup()
